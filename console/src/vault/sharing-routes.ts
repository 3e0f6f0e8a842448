import { type AnyRoute, createRoute } from '@tanstack/react-router'
import { lazyScreen } from '../parts/lazy-screen.tsx'
import { needing } from '../parts/needing.tsx'

/** Whom folders are shared with, and the teams that share them. */
export const sharingRoutes = <Root extends AnyRoute>(root: Root) =>
  [
    createRoute({
      getParentRoute: () => root,
      path: '/vault/folders/$uid',
      component: needing(
        'vault',
        lazyScreen(() => import('../screens/sharing.tsx'), 'Sharing'),
      ),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/teams',
      component: lazyScreen(() => import('../screens/teams.tsx'), 'Teams'),
    }),
  ] as const
