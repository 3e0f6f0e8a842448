import type { Declaration } from '../support/route-declaration.ts'
import { alertRoutes } from './routes/alert-routes.ts'
import { applicationPeopleRoutes } from './routes/application-people-routes.ts'
import { approvalRoutes } from './routes/approval-routes.ts'
import { commanderRoutes } from './routes/commander-routes.ts'
import { deviceRoutes } from './routes/device-routes.ts'
import { doorRoutes } from './routes/door-routes.ts'
import { exportRoutes } from './routes/export-routes.ts'
import { fileRoutes } from './routes/file-routes.ts'
import { folderPeopleRoutes } from './routes/folder-people-routes.ts'
import { logRoutes } from './routes/log-routes.ts'
import { ownFileRoutes } from './routes/own-file-routes.ts'
import { peopleRoutes } from './routes/people-routes.ts'
import { recordLinkRoutes } from './routes/record-link-routes.ts'
import { scheduleRoutes } from './routes/schedule-routes.ts'
import { teamRoutes } from './routes/team-routes.ts'
import { vaultRoutes } from './routes/vault-routes.ts'

/** Every route, and what each outcome of it leaves in the log. A route that is missing here fails the build. */
export const routeTable: Readonly<Record<string, Declaration>> = {
  ...alertRoutes,
  ...applicationPeopleRoutes,
  ...approvalRoutes,
  ...commanderRoutes,
  ...deviceRoutes,
  ...doorRoutes,
  ...exportRoutes,
  ...fileRoutes,
  ...folderPeopleRoutes,
  ...peopleRoutes,
  ...logRoutes,
  ...ownFileRoutes,
  ...recordLinkRoutes,
  ...scheduleRoutes,
  ...teamRoutes,
  ...vaultRoutes,
}
