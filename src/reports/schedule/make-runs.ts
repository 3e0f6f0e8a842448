import { accountMay } from '../../access/permission.ts'
import { reportSchedulePaused } from '../../events/catalog/policy-schedules.ts'
import { scheduledReportFailed, scheduledReportRun } from '../../events/catalog/usage-schedules.ts'
import { happened } from '../../events/event-type.ts'
import { record } from '../../events/record.ts'
import { rfc3339 } from '../../kernel/clock.ts'
import { denied, Failure } from '../../kernel/errors.ts'
import { openedWays } from '../../outbound/ways.ts'
import type { Account } from '../../store/state/accounts.ts'
import type { ReportRun } from '../../store/state/report-runs.ts'
import type { ReportSchedule } from '../../store/state/report-schedules.ts'
import type { State } from '../../store/state.ts'
import type { Transaction } from '../../store/store.ts'
import { asReportsRead } from '../reader-of.ts'
import type { Afresh } from './afresh.ts'
import { reportFor } from './find-schedule.ts'
import { type MadeReport, makeReport, type Wanted } from './make-report.ts'
import type { ReportForm } from './report-format.ts'
import { type ScheduleGround, toldSchedule } from './schedule-ground.ts'

/** A file that takes longer is given up. */
const patienceMs = 10 * 60_000
/** So often a file is begun that the server does not live to see the end of. */
const mostAttempts = 3

/** A run that is being made. */
type Begun = { readonly found: ReportSchedule; readonly run: ReportRun }

const causeOf = ({ cause, missed, due_at }: ReportRun): string => {
  const due = rfc3339(new Date(due_at))
  if (cause === 'person') return 'because a person asked'
  if (cause === 'time') return `due at ${due}`
  const others = missed > 0 ? `, and ${missed} more after it` : ''
  return `due at ${due}${others}: no server ran then, so this one run makes up for it`
}

async function ownerOf({ accounts }: State, { owner_uid }: ReportSchedule): Promise<Account> {
  const owner = await accounts.find(owner_uid)
  if (owner && accountMay(owner, 'events.read')) return owner
  throw denied(
    'whose schedule it is has no account any more that may read the event log, or it is locked',
  )
}

async function wantedOf(
  state: State,
  found: ReportSchedule,
  library: ScheduleGround['library'],
): Promise<Wanted> {
  const who = { account_uid: found.owner_uid }
  const report = await reportFor(state, { library, name: found.report }, who)
  const asked = JSON.parse(found.asked) as Afresh
  return { report, asked, form: found.format as ReportForm }
}

const dayText = (at: number) => rfc3339(new Date(at)).slice(0, 16).replaceAll(':', '')

/** As a file in a bucket may be called, wherever it is put. */
const fileNameOf = ({ found, run }: Begun) =>
  `${found.name.replaceAll(/[^A-Za-z0-9._-]+/g, '-')}-${dayText(run.due_at)}Z-${run.run}.${found.format}`

const sentenceOf = (error: unknown) =>
  error instanceof Failure ? error.message : 'it could not be made: the server’s log says why'

/** Whoever reads is on the record before anything is read. */
async function begin(parts: ScheduleGround, { found, run }: Begun): Promise<Wanted | undefined> {
  const { store, clock, library } = parts
  return store.transaction(async (tx) => {
    const at = clock()
    if (!(await tx.reportRuns.begin(run, at.getTime()))) return undefined
    if (run.attempts >= mostAttempts)
      throw new Failure('conflict', `the server stopped ${mostAttempts} times while it was made`)
    const { email: username } = await ownerOf(tx, found)
    const wanted = await wantedOf(tx, found, library)
    const { missed } = run
    const told = { ...toldSchedule(found), run: run.run, detail: causeOf(run) }
    const happening = happened(scheduledReportRun, { ...told, ...(missed > 0 && { missed }) })
    await record(tx, happening, { username, at, recordedAt: at })
    return wanted
  })
}

async function addDeliveries(
  tx: Transaction,
  { found, run }: Begun,
  { house, clock }: ScheduleGround,
): Promise<void> {
  const { schedule_uid } = found
  const next_at = clock().getTime()
  let delivery = 0
  for (const { channel, settings } of openedWays(house, found, schedule_uid))
    for (const recipient of channel.recipients(settings as never)) {
      delivery++
      const commitment = await tx.personal.seal(recipient)
      const one = { channel: channel.name, recipient: commitment, next_at }
      await tx.reportDeliveries.insert({ schedule_uid, run: run.run, delivery, ...one })
    }
}

function keep(parts: ScheduleGround, { found, run }: Begun, made: MadeReport): Promise<void> {
  return parts.store.transaction(async (tx) => {
    const { bytes, digest, rows: row_count, content, summary, people } = made
    const { schedule_uid } = found
    const attempts = run.attempts + 1
    const named = { schedule_uid, run: run.run, attempts }
    const file = fileNameOf({ found, run })
    // It was removed, or another server makes it since this one was taken for dead.
    if (!(await tx.reportSchedules.findByUid(schedule_uid))) return
    if (!(await tx.reportRuns.made(named, { file, bytes, digest, row_count }))) return
    await tx.reportFiles.put({
      ...{ schedule_uid, run: run.run, content, summary: JSON.stringify(summary) },
      people: await people.commitments(tx),
    })
    await addDeliveries(tx, { found, run }, parts)
  })
}

/** What will not come right by itself pauses the schedule. */
const isLasting = (error: unknown) =>
  error instanceof Failure && ['denied', 'not-found', 'conflict'].includes(error.kind)

async function giveUp(parts: ScheduleGround, { found, run }: Begun, error: unknown) {
  const { store, clock, log, lease } = parts
  const detail = sentenceOf(error)
  log.warn({ schedule: found.name, error }, 'a scheduled report was not made')
  await store.transaction(async (tx) => {
    await lease?.demand(tx)
    const at = clock()
    const trouble = { state: 'failed', trouble: detail, at: at.getTime() } as const
    if (!(await tx.reportRuns.settle(run, trouble))) return
    const around = { at, recordedAt: at }
    const told = { ...toldSchedule(found), detail }
    await record(tx, happened(scheduledReportFailed, { ...told, run: run.run }), around)
    if (!isLasting(error)) return
    const standing = { status: 'paused', reason: detail, next_at: null } as const
    await tx.reportSchedules.setStanding(found.schedule_uid, standing)
    await record(tx, happened(reportSchedulePaused, told), around)
  })
}

async function makeOne(parts: ScheduleGround, begun: Begun, signal: AbortSignal): Promise<void> {
  const { projection, catalog, clock, placeOf, exports } = parts
  try {
    const size = await parts.store.events.size()
    const wanted = await begin(parts, begun)
    if (!wanted) return
    const patience = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)])
    const now = clock()
    const store = asReportsRead(parts)
    const reader = { store, projection, catalog, size, now, placeOf, signal: patience }
    await keep(parts, begun, await makeReport(wanted, { reader, exports }))
  } catch (error) {
    // Whoever starts next begins it again.
    if (!signal.aborted) await giveUp(parts, begun, error)
  }
}

/** Makes the files of the runs that are due, one after the other. */
export async function makeRuns(parts: ScheduleGround, signal: AbortSignal): Promise<void> {
  const due = await parts.store.read(async (state) => {
    const runs = await state.reportRuns.due()
    const found = runs.map(({ schedule_uid }) => state.reportSchedules.findByUid(schedule_uid))
    const schedules = await Promise.all(found)
    return runs.flatMap((run, at) => {
      const schedule = schedules[at]
      return schedule ? [{ found: schedule, run }] : []
    })
  })
  for (const begun of due) {
    if (signal.aborted) return
    await makeOne(parts, begun, signal)
  }
}
