import { ground } from './0001-ground.ts'
import { unsequenced } from './0002-unsequenced.ts'
import { replaySet } from './0003-replay-set.ts'
import { importedLines } from './0004-imported-lines.ts'
import { stagedUpdates } from './0010-staged-updates.ts'
import { files } from './0011-files.ts'
import { addressRules } from './0012-address-rules.ts'
import { savedReports } from './0020-saved-reports.ts'
import { exportTargets } from './0030-export-targets.ts'
import { apiTokens } from './0031-api-tokens.ts'
import { alerts } from './0040-alerts.ts'
import { decoys } from './0041-decoys.ts'
import { reportSchedules } from './0420-report-schedules.ts'
import { pastGroups } from './0430-past-groups.ts'
import { coalescingTargets } from './0431-coalescing-targets.ts'
import { acknowledgedAlerts } from './0440-acknowledged-alerts.ts'
import { lockedAccounts } from './0450-locked-accounts.ts'
import { secondFactors } from './0500-second-factors.ts'
import { changedTokens } from './0501-changed-tokens.ts'
import { keyLocks } from './0502-key-locks.ts'
import { folderGrants } from './0520-folder-grants.ts'
import { commanderDevices } from './0540-commander-devices.ts'
import { recordLinks } from './0560-record-links.ts'
import { teams } from './0570-teams.ts'
import { approvals } from './0580-approvals.ts'
import { severalServers } from './0600-several-servers.ts'
import { partitionedEvents } from './0610-partitioned-events.ts'
import { applicationGrants } from './0620-application-grants.ts'
import { contentsVersions } from './0630-contents-versions.ts'
import type { Migration } from './migration.ts'

/** In order; numbers have gaps, and one may come to a store after a higher one. A released migration is never edited; a change is a new file. */
export const migrations: readonly Migration[] = [
  ground,
  unsequenced,
  replaySet,
  importedLines,
  stagedUpdates,
  files,
  addressRules,
  savedReports,
  exportTargets,
  apiTokens,
  alerts,
  decoys,
  reportSchedules,
  pastGroups,
  coalescingTargets,
  acknowledgedAlerts,
  lockedAccounts,
  secondFactors,
  changedTokens,
  keyLocks,
  folderGrants,
  commanderDevices,
  recordLinks,
  teams,
  approvals,
  severalServers,
  partitionedEvents,
  applicationGrants,
  contentsVersions,
]
