import { personMay } from '../../access/api-token.ts'
import type { Person } from '../../access/person.ts'
import { denied, notFound } from '../../kernel/errors.ts'
import type { ReportSchedule } from '../../store/state/report-schedules.ts'
import type { SavedReport } from '../../store/state/saved-reports.ts'
import type { State } from '../../store/state.ts'
import { visibleReport } from '../actions/saved-reports.ts'
import type { ReadyReport } from '../ready-report.ts'

type Who = Pick<Person, 'account_uid' | 'role'>

export const maySee = ({ is_private, owner_uid }: ReportSchedule, { account_uid }: Who): boolean =>
  is_private === 0 || owner_uid === account_uid

/** A schedule by its name. Throws `not-found`, also for somebody else's private one. */
export async function findSchedule(
  { reportSchedules }: Pick<State, 'reportSchedules'>,
  name: string,
  who: Who,
): Promise<ReportSchedule> {
  const found = await reportSchedules.find(name)
  if (found && maySee(found, who)) return found
  throw notFound(`there is no report schedule ${name}`)
}

/** The same for who wants to change it: whose it is, and whoever may change what leaves this server. */
export async function findOwnSchedule(
  state: Pick<State, 'reportSchedules'>,
  name: string,
  who: Person,
): Promise<ReportSchedule> {
  const found = await findSchedule(state, name, who)
  if (found.owner_uid === who.account_uid || personMay(who, 'exports.change')) return found
  throw denied(`the schedule ${name} is somebody else's: make one of your own`)
}

/** A ready-made report, or a saved one that somebody may see. Throws `not-found`. */
export const reportFor = async (
  state: Pick<State, 'savedReports'>,
  { library, name }: { library: ReadonlyMap<string, ReadyReport>; name: string },
  who: Pick<Person, 'account_uid'>,
): Promise<SavedReport | ReadyReport> =>
  library.get(name) ?? (await visibleReport(state, name, who))
