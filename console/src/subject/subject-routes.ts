import { type AnyRoute, createRoute } from '@tanstack/react-router'
import { lazyScreen } from '../parts/lazy-screen.tsx'
import { needing } from '../parts/needing.tsx'
import { isOverviewTime, type OverviewTime } from '../screens/overview.tsx'

const validateSearch = ({ time }: Record<string, unknown>): { time?: OverviewTime } =>
  isOverviewTime(time) ? { time } : {}

/** The pages about one device, person, secret or address. */
export const subjectRoutes = <Root extends AnyRoute>(root: Root) =>
  [
    createRoute({
      getParentRoute: () => root,
      path: '/devices/$id',
      validateSearch,
      component: needing(
        'events.read',
        lazyScreen(() => import('../screens/subject.tsx'), 'Device'),
      ),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/people/$id',
      validateSearch,
      component: needing(
        'events.read',
        lazyScreen(() => import('../screens/subject.tsx'), 'Person'),
      ),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/secrets/$id',
      validateSearch,
      component: needing(
        'events.read',
        lazyScreen(() => import('../screens/subject.tsx'), 'Secret'),
      ),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/addresses/$id',
      validateSearch,
      component: needing(
        'events.read',
        lazyScreen(() => import('../screens/subject.tsx'), 'Address'),
      ),
    }),
  ] as const
