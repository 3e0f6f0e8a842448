import { type AnyRoute, createRoute } from '@tanstack/react-router'
import { lazyScreen } from '../parts/lazy-screen.tsx'
import { needing } from '../parts/needing.tsx'
import { searchTexts } from '../parts/search-texts.ts'

/** Alerts; a new one begins with a question, or with a ready-made alert. */
export const alertRoutes = <Root extends AnyRoute>(root: Root) =>
  [
    createRoute({
      getParentRoute: () => root,
      path: '/alerts',
      component: needing(
        'alerts.read',
        lazyScreen(() => import('../screens/alerts.tsx'), 'Alerts'),
      ),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/alerts/new',
      validateSearch: searchTexts('q', 'ready'),
      component: needing(
        'alerts.change',
        lazyScreen(() => import('../screens/alert-editor.tsx'), 'NewAlert'),
      ),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/alerts/$alert',
      component: needing(
        'alerts.read',
        lazyScreen(() => import('../screens/alert.tsx'), 'Alert'),
      ),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/alerts/$alert/edit',
      component: needing(
        'alerts.change',
        lazyScreen(() => import('../screens/alert-editor.tsx'), 'ChangeAlert'),
      ),
    }),
  ] as const
