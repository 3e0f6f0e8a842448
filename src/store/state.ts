import type { Sql } from './sql.ts'
import { accounts } from './state/accounts.ts'
import { alertDeliveries } from './state/alert-deliveries.ts'
import { alertGroups } from './state/alert-groups.ts'
import { alertMessages } from './state/alert-messages.ts'
import { alertRecipients } from './state/alert-recipients.ts'
import { alertRules } from './state/alert-rules.ts'
import { apiTokens } from './state/api-tokens.ts'
import { applicationGrants } from './state/application-grants.ts'
import { applications } from './state/applications.ts'
import { approvals } from './state/approvals.ts'
import { backfills } from './state/backfills.ts'
import { checkpoint } from './state/checkpoint.ts'
import { commanderDevices } from './state/commander-devices.ts'
import { cursors } from './state/cursors.ts'
import { deadLetters } from './state/dead-letters.ts'
import { decoys } from './state/decoys.ts'
import { deviceAddresses } from './state/device-addresses.ts'
import { deviceCalls } from './state/device-calls.ts'
import { devices } from './state/devices.ts'
import { factors } from './state/factors.ts'
import { files } from './state/files.ts'
import { folderGrants } from './state/folder-grants.ts'
import { folderKeys } from './state/folder-keys.ts'
import { folders } from './state/folders.ts'
import { importedLines } from './state/imported-lines.ts'
import { invitations } from './state/invitations.ts'
import { keyLocks } from './state/key-locks.ts'
import { leases } from './state/leases.ts'
import { loginTries } from './state/login-tries.ts'
import { ownership } from './state/ownership.ts'
import { type PersonalCache, personal } from './state/personal.ts'
import { recordLinks } from './state/record-links.ts'
import { records } from './state/records.ts'
import { recoveryCodes } from './state/recovery-codes.ts'
import { replays } from './state/replays.ts'
import { reportDeliveries } from './state/report-deliveries.ts'
import { reportFiles } from './state/report-files.ts'
import { reportRuns } from './state/report-runs.ts'
import { reportSchedules } from './state/report-schedules.ts'
import { savedReports } from './state/saved-reports.ts'
import { servedSets } from './state/served-sets.ts'
import { servers } from './state/servers.ts'
import { sessions } from './state/sessions.ts'
import { settings } from './state/settings.ts'
import { type KeptContents, sharedContents } from './state/shared-contents.ts'
import { shares } from './state/shares.ts'
import { stagedUpdates } from './state/staged-updates.ts'
import { targets } from './state/targets.ts'
import { teamGrants } from './state/team-grants.ts'
import { teamMembers } from './state/team-members.ts'
import { teams } from './state/teams.ts'
import { uploads } from './state/uploads.ts'
import { writtenFilters } from './state/written-filters.ts'

/** What a connection gives the nouns of the state to stand on. */
export type Ground = {
  readonly sql: Sql
  readonly personalCache: PersonalCache
  /** Hashes of served sets that this process has committed, if it may remember them. */
  readonly knownSets?: Set<string>
  /** What the shares of applications hold, if this process learns of every change of it. */
  readonly keptContents?: KeptContents
  /** Runs when what was done so far is durable; never when it was rolled back. */
  afterCommit(effect: () => void): void
}

/** What servers over one store share of each other. */
const betweenServers = (sql: Sql) => ({
  deviceCalls: deviceCalls(sql),
  leases: leases(sql),
  loginTries: loginTries(sql),
  servers: servers(sql),
})

/** Everything but the log, a file a noun. */
export const state = (ground: Ground) => ({
  ...betweenServers(ground.sql),
  accounts: accounts(ground.sql),
  alertDeliveries: alertDeliveries(ground.sql),
  alertGroups: alertGroups(ground.sql),
  alertMessages: alertMessages(ground.sql),
  alertRecipients: alertRecipients(ground.sql),
  alertRules: alertRules(ground.sql),
  apiTokens: apiTokens(ground.sql),
  applicationGrants: applicationGrants(ground.sql),
  applications: applications(ground.sql),
  approvals: approvals(ground.sql),
  backfills: backfills(ground.sql),
  checkpoint: checkpoint(ground.sql),
  commanderDevices: commanderDevices(ground.sql),
  cursors: cursors(ground.sql),
  deadLetters: deadLetters(ground.sql),
  decoys: decoys(ground.sql),
  deviceAddresses: deviceAddresses(ground.sql),
  devices: devices(ground.sql),
  factors: factors(ground.sql),
  files: files(ground.sql),
  folderGrants: folderGrants(ground.sql),
  folderKeys: folderKeys(ground.sql),
  folders: folders(ground.sql),
  importedLines: importedLines(ground.sql),
  invitations: invitations(ground.sql),
  keyLocks: keyLocks(ground.sql),
  ownership: ownership(ground.sql),
  personal: personal(ground),
  recordLinks: recordLinks(ground.sql),
  records: records(ground.sql),
  recoveryCodes: recoveryCodes(ground.sql),
  replays: replays(ground.sql),
  reportDeliveries: reportDeliveries(ground.sql),
  reportFiles: reportFiles(ground.sql),
  reportRuns: reportRuns(ground.sql),
  reportSchedules: reportSchedules(ground.sql),
  savedReports: savedReports(ground.sql),
  servedSets: servedSets(ground),
  sessions: sessions(ground.sql),
  settings: settings(ground.sql),
  sharedContents: sharedContents(ground),
  shares: shares(ground.sql),
  stagedUpdates: stagedUpdates(ground.sql),
  targets: targets(ground.sql),
  teamGrants: teamGrants(ground.sql),
  teamMembers: teamMembers(ground.sql),
  teams: teams(ground.sql),
  uploads: uploads(ground.sql),
  writtenFilters: writtenFilters(ground.sql),
})

export type State = ReturnType<typeof state>
