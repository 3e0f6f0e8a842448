import { createRootRoute, createRoute, createRouter, Link, redirect } from '@tanstack/react-router'
import { alertRoutes } from './alerts/alert-routes.ts'
import { destinationRoutes } from './destinations/destination-routes.ts'
import { eventSearch } from './events/search.ts'
import { usualQuery } from './events/time-term.ts'
import { askedIn } from './exposure/asked.ts'
import { lazyScreen } from './parts/lazy-screen.tsx'
import { needing } from './parts/needing.tsx'
import { Nothing } from './parts/nothing.tsx'
import { Trouble } from './parts/trouble.tsx'
import { reportRoutes } from './reports/report-routes.ts'
import { Events } from './screens/events.tsx'
import { isOverviewTime, Overview, type OverviewTime } from './screens/overview.tsx'
import { Shell } from './shell.tsx'
import { subjectRoutes } from './subject/subject-routes.ts'
import { sharingRoutes } from './vault/sharing-routes.ts'
import { vaultRoutes } from './vault/vault-routes.ts'

const root = createRootRoute({
  component: Shell,
  errorComponent: ({ error, reset }) => <Trouble error={error} again={reset} />,
  notFoundComponent: () => (
    <Nothing title="There is no such screen">
      <Link to="/events">Go to the events</Link>
    </Nothing>
  ),
})

const overview = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: ({ time }: Record<string, unknown>): { time?: OverviewTime } =>
    isOverviewTime(time) ? { time } : {},
  component: needing('events.read', Overview),
})

const exposure = createRoute({
  getParentRoute: () => root,
  path: '/exposure',
  validateSearch: askedIn,
  component: needing(
    'events.read',
    lazyScreen(() => import('./screens/exposure.tsx'), 'Exposure'),
  ),
})

const integrity = createRoute({
  getParentRoute: () => root,
  path: '/integrity',
  component: needing(
    'events.read',
    lazyScreen(() => import('./screens/integrity.tsx'), 'Integrity'),
  ),
})

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyScreen(() => import('./screens/settings.tsx'), 'Settings'),
})

/** An invitation is for who has no account yet; whoever is logged in is where they wanted to be. */
const join = createRoute({
  getParentRoute: () => root,
  path: '/join',
  beforeLoad: () => {
    if (localStorage.getItem('keepwatch.logged-in') !== null) throw redirect({ to: '/' })
  },
})

const events = createRoute({
  getParentRoute: () => root,
  path: '/events',
  validateSearch: eventSearch,
  beforeLoad: ({ search, location }) => {
    if (search.q === undefined)
      throw redirect({ to: location.pathname, search: { ...search, q: usualQuery }, replace: true })
  },
  component: needing('events.read', Events),
})

const event = createRoute({ getParentRoute: () => events, path: '/$seq' })

export const router = createRouter({
  routeTree: root.addChildren([
    overview,
    exposure,
    integrity,
    settings,
    join,
    ...subjectRoutes(root),
    ...reportRoutes(root),
    ...alertRoutes(root),
    ...sharingRoutes(root),
    ...vaultRoutes(root),
    ...destinationRoutes(root),
    events.addChildren([event]),
  ]),
  defaultPreload: false,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
