import { type AnyRoute, createRoute } from '@tanstack/react-router'
import { lazyScreen } from '../parts/lazy-screen.tsx'
import { needing } from '../parts/needing.tsx'
import { searchTexts } from '../parts/search-texts.ts'

/** Where events are exported to. */
export const destinationRoutes = <Root extends AnyRoute>(root: Root) =>
  [
    createRoute({
      getParentRoute: () => root,
      path: '/destinations',
      component: needing(
        'exports.read',
        lazyScreen(() => import('../screens/destinations.tsx'), 'Destinations'),
      ),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/destinations/new',
      validateSearch: searchTexts('kind'),
      component: needing(
        'exports.change',
        lazyScreen(() => import('../screens/destination.tsx'), 'NewDestination'),
      ),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/destinations/$name',
      component: needing(
        'exports.read',
        lazyScreen(() => import('../screens/destination.tsx'), 'Destination'),
      ),
    }),
  ] as const
