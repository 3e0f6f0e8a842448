import { createRootRoute, createRoute, createRouter, Link, redirect } from '@tanstack/react-router'
import { eventSearch } from './events/search.ts'
import { usualQuery } from './events/time-term.ts'
import { askedIn } from './exposure/asked.ts'
import { lazyScreen } from './parts/lazy-screen.tsx'
import { needing } from './parts/needing.tsx'
import { Nothing } from './parts/nothing.tsx'
import { Trouble } from './parts/trouble.tsx'
import { Events } from './screens/events.tsx'
import { isOverviewTime, Overview, type OverviewTime } from './screens/overview.tsx'
import { Shell } from './shell.tsx'
import { subjectRoutes } from './subject/subject-routes.ts'

/** Which records of the vault are shown. */
type VaultSearch = { words?: string | undefined; folder?: string | undefined }

/** What an access review goes through, and over which time. */
type ReviewSearch = { report?: string; created?: string }

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

const reports = createRoute({
  getParentRoute: () => root,
  path: '/reports',
  component: needing(
    'events.read',
    lazyScreen(() => import('./screens/reports.tsx'), 'Reports'),
  ),
})

// With the vault's crypto these are a third of everything, and who only looks at events needs none of it.
const applications = createRoute({
  getParentRoute: () => root,
  path: '/applications',
  component: needing(
    'vault',
    lazyScreen(() => import('./screens/applications.tsx'), 'Applications'),
  ),
})

const application = createRoute({
  getParentRoute: () => root,
  path: '/applications/$uid',
  component: needing(
    'vault',
    lazyScreen(() => import('./screens/application.tsx'), 'Application'),
  ),
})

const destinations = createRoute({
  getParentRoute: () => root,
  path: '/destinations',
  component: needing(
    'exports.read',
    lazyScreen(() => import('./screens/destinations.tsx'), 'Destinations'),
  ),
})

const newDestination = createRoute({
  getParentRoute: () => root,
  path: '/destinations/new',
  validateSearch: ({ kind }: Record<string, unknown>): { kind?: string } =>
    typeof kind === 'string' ? { kind } : {},
  component: needing(
    'exports.change',
    lazyScreen(() => import('./screens/destination.tsx'), 'NewDestination'),
  ),
})

const destination = createRoute({
  getParentRoute: () => root,
  path: '/destinations/$name',
  component: needing(
    'exports.read',
    lazyScreen(() => import('./screens/destination.tsx'), 'Destination'),
  ),
})

const alerts = createRoute({
  getParentRoute: () => root,
  path: '/alerts',
  component: needing(
    'alerts.read',
    lazyScreen(() => import('./screens/alerts.tsx'), 'Alerts'),
  ),
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

const text = (value: unknown) => (typeof value === 'string' ? value : undefined)

/** What a new alert begins with: a question, or a ready-made alert. */
const newAlert = createRoute({
  getParentRoute: () => root,
  path: '/alerts/new',
  validateSearch: ({ q, ready }: Record<string, unknown>): { q?: string; ready?: string } => ({
    ...(text(q) !== undefined && { q: String(q) }),
    ...(text(ready) !== undefined && { ready: String(ready) }),
  }),
  component: needing(
    'alerts.change',
    lazyScreen(() => import('./screens/alert-editor.tsx'), 'NewAlert'),
  ),
})

const alert = createRoute({
  getParentRoute: () => root,
  path: '/alerts/$alert',
  component: needing(
    'alerts.read',
    lazyScreen(() => import('./screens/alert.tsx'), 'Alert'),
  ),
})

const changeAlert = createRoute({
  getParentRoute: () => root,
  path: '/alerts/$alert/edit',
  component: needing(
    'alerts.change',
    lazyScreen(() => import('./screens/alert-editor.tsx'), 'ChangeAlert'),
  ),
})

const report = createRoute({
  getParentRoute: () => root,
  path: '/reports/$name',
  validateSearch: ({ created }: Record<string, unknown>): { created?: string } =>
    typeof created === 'string' ? { created } : {},
  component: needing(
    'events.read',
    lazyScreen(() => import('./screens/report.tsx'), 'Report'),
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

const vault = createRoute({
  getParentRoute: () => root,
  path: '/vault',
  validateSearch: ({ words, folder }: Record<string, unknown>): VaultSearch => ({
    ...(text(words) !== undefined && { words: String(words) }),
    ...(text(folder) !== undefined && { folder: String(folder) }),
  }),
  component: needing(
    'vault',
    lazyScreen(() => import('./screens/vault.tsx'), 'Vault'),
  ),
})

const newRecord = createRoute({
  getParentRoute: () => root,
  path: '/vault/new',
  component: needing(
    'vault',
    lazyScreen(() => import('./screens/record.tsx'), 'NewVaultRecord'),
  ),
})

const record = createRoute({
  getParentRoute: () => root,
  path: '/vault/$uid',
  component: needing(
    'vault',
    lazyScreen(() => import('./screens/record.tsx'), 'VaultRecord'),
  ),
})

const newReport = createRoute({
  getParentRoute: () => root,
  path: '/reports/new',
  validateSearch: ({ q, saved }: Record<string, unknown>): { q?: string; saved?: string } => ({
    ...(text(q) !== undefined && { q: String(q) }),
    ...(text(saved) !== undefined && { saved: String(saved) }),
  }),
  component: needing(
    'events.read',
    lazyScreen(() => import('./screens/report-builder.tsx'), 'ReportBuilder'),
  ),
})

const schedule = createRoute({
  getParentRoute: () => root,
  path: '/reports/schedules/$name',
  component: needing(
    'events.read',
    lazyScreen(() => import('./screens/schedule.tsx'), 'Schedule'),
  ),
})

const review = createRoute({
  getParentRoute: () => root,
  path: '/reports/review',
  validateSearch: ({ report, created }: Record<string, unknown>): ReviewSearch => ({
    ...(text(report) !== undefined && { report: String(report) }),
    ...(text(created) !== undefined && { created: String(created) }),
  }),
  component: needing(
    'events.read',
    lazyScreen(() => import('./screens/review.tsx'), 'Review'),
  ),
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
    ...subjectRoutes(root),
    reports,
    settings,
    join,
    vault,
    newRecord,
    record,
    schedule,
    newReport,
    review,
    report,
    destinations,
    newDestination,
    destination,
    exposure,
    integrity,
    alerts,
    newAlert,
    alert,
    changeAlert,
    applications,
    application,
    events.addChildren([event]),
  ]),
  defaultPreload: false,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
