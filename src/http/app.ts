import { Hono } from 'hono'
import type { Env } from './env.ts'
import { answerError } from './errors.ts'
import { anyOrigin } from './middleware/any-origin.ts'
import { limitBody } from './middleware/limit-body.ts'
import { secured } from './middleware/secured.ts'
import { withSurroundings } from './middleware/surroundings.ts'
import { accounts } from './routes/accounts.ts'
import { alerts } from './routes/alerts.ts'
import { applications } from './routes/applications.ts'
import { approvals } from './routes/approvals.ts'
import { commander, commanderRouter } from './routes/commander.ts'
import { consoleFiles, consolePageFor } from './routes/console.ts'
import { erasures } from './routes/erasures.ts'
import { events } from './routes/events.ts'
import { files } from './routes/files.ts'
import { folders } from './routes/folders.ts'
import { health } from './routes/health.ts'
import { imports } from './routes/imports.ts'
import { ksm } from './routes/ksm.ts'
import { log } from './routes/log.ts'
import { ownFiles } from './routes/own-files.ts'
import { people } from './routes/people.ts'
import { proofs } from './routes/proofs.ts'
import { publicEvents } from './routes/public-events.ts'
import { records } from './routes/records.ts'
import { reportFiles } from './routes/report-files.ts'
import { reportSchedules } from './routes/report-schedules.ts'
import { reports } from './routes/reports.ts'
import { savedReports } from './routes/saved-reports.ts'
import { secondFactors } from './routes/second-factors.ts'
import { server } from './routes/server.ts'
import { servers } from './routes/servers.ts'
import { sessions } from './routes/sessions.ts'
import { signInRules } from './routes/sign-in-rules.ts'
import { signOffs } from './routes/sign-offs.ts'
import { targets } from './routes/targets.ts'
import { teams } from './routes/teams.ts'
import { tokens } from './routes/tokens.ts'
import { vault } from './routes/vault.ts'
import { vocabulary } from './routes/vocabulary.ts'
import { deviceSecurityHeaders, securityHeaders } from './security-headers.ts'
import type { Services } from './services.ts'

/** Our own API, a line a noun. Its type is the client that CLI and console call (`hc<Api>`). */
const api = new Hono<Env>()
  .route('/server', server)
  .route('/servers', servers)
  .route('/accounts', accounts)
  .route('/people', people)
  .route('/teams', teams)
  .route('/approvals', approvals)
  .route('/erasures', erasures)
  .route('/sessions', sessions)
  .route('/second-factors', secondFactors)
  .route('/sign-in-rules', signInRules)
  .route('/vault', vault)
  .route('/records', records)
  .route('/files', ownFiles)
  .route('/folders', folders)
  .route('/applications', applications)
  .route('/events', events)
  .route('/reports/saved', savedReports)
  .route('/reports/files', reportFiles)
  .route('/reports/schedules', reportSchedules)
  .route('/reports/sign-offs', signOffs)
  .route('/reports', reports)
  .route('/imports', imports)
  .route('/proofs', proofs)
  .route('/targets', targets)
  .route('/alerts', alerts)
  .route('/tokens', tokens)
  .route('/vocabulary', vocabulary)

/** What is served only where the operator wants it. */
const optional = ({ commander: isWanted }: Services) =>
  isWanted
    ? new Hono<Env>().route('/api/rest', commander).route('/api/user', commanderRouter)
    : new Hono<Env>()

/** The table of contents of everything that the server answers. Devices come before what only browsers need. */
export const createApp = (services: Services) =>
  new Hono<Env>()
    .use(withSurroundings(services))
    .use('/api/rest/sm/v1/*', secured(deviceSecurityHeaders), anyOrigin)
    .use('/api/files/*', secured(deviceSecurityHeaders), anyOrigin)
    .route('/api/rest/sm/v1', ksm)
    .route('/api/files', files)
    .use(secured(securityHeaders))
    .use('/api/v1/*', limitBody)
    .route('/', health)
    .route('/log', log)
    .route('/api/rest/public/events', publicEvents)
    .route('/', optional(services))
    .route('/api/v1', api)
    .route('/', consoleFiles)
    .notFound(
      (c) =>
        consolePageFor(c) ??
        c.json({ error: 'not-found', message: `there is nothing at ${c.req.path}` }, 404),
    )
    .onError(answerError)

export type Api = typeof api
