import { z } from 'zod'
import type { Person } from '../../access/person.ts'
import { rfc3339 } from '../../kernel/clock.ts'
import { shownWays } from '../../outbound/ways.ts'
import type { ReportDelivery } from '../../store/state/report-deliveries.ts'
import type { ReportRun } from '../../store/state/report-runs.ts'
import type { ReportSchedule } from '../../store/state/report-schedules.ts'
import type { State } from '../../store/state.ts'
import type { Store } from '../../store/store.ts'
import type { Afresh } from './afresh.ts'
import { findSchedule, maySee } from './find-schedule.ts'
import { mostRuns } from './keep-history.ts'
import type { ScheduleHouse } from './schedule-house.ts'

type Who = Pick<Person, 'account_uid' | 'role'>

type Reading = {
  readonly store: Pick<Store, 'read'>
  readonly house: Pick<ScheduleHouse, 'channels'>
}

const timeOf = (ms: number | null) => (ms === null ? null : rfc3339(new Date(ms)))

/** A run whose receivers do not take it yet is tried again. */
const stateOf = ({ state }: ReportRun, deliveries: readonly ReportDelivery[]) =>
  state === 'sending' &&
  deliveries.some(({ status, answer }) => status === 'waiting' && answer !== '')
    ? ('retrying' as const)
    : state

async function deliveryStatus({ personal }: State, one: ReportDelivery) {
  const { channel, status, attempts, answer } = one
  const opened = await personal.open(one.recipient)
  return {
    recipient: opened?.value ?? '(erased)',
    channel,
    status,
    attempts,
    answer,
    next_attempt: status === 'waiting' ? timeOf(one.next_at) : null,
  }
}

/** Whether the file of a run is still there, by its number. */
type Kept = ReadonlySet<number>

async function runStatus(state: State, run: ReportRun, kept: Kept) {
  const deliveries = await state.reportDeliveries.listOf(run)
  return {
    run: run.run,
    state: stateOf(run, deliveries),
    due: timeOf(run.due_at),
    cause: run.cause,
    missed: run.missed,
    started: timeOf(run.started_at),
    done: timeOf(run.done_at),
    rows: run.row_count,
    bytes: run.bytes,
    digest: run.digest,
    file: run.file,
    file_kept: kept.has(run.run),
    trouble: run.trouble,
    deliveries: await Promise.all(deliveries.map((one) => deliveryStatus(state, one))),
  }
}

/** A schedule as people see it: every secret masked. Times are RFC 3339. */
async function scheduleStatus(state: State, house: Reading['house'], found: ReportSchedule) {
  const owner = await state.accounts.find(found.owner_uid)
  const [last] = await state.reportRuns.listOf(found.schedule_uid, 1)
  const { name, report, cron, timezone, format, status, reason, runs } = found
  const { created = null, limit = null } = JSON.parse(found.asked) as Afresh
  return {
    name,
    report,
    owner: owner?.email ?? null,
    private: found.is_private === 1,
    cron,
    timezone,
    format,
    created,
    limit,
    status,
    reason,
    next: timeOf(found.next_at),
    runs,
    last_run: last
      ? await runStatus(state, last, new Set()).then(({ state: was, due }) => ({ due, state: was }))
      : null,
    ways: shownWays(house, found.ways),
  }
}

/** The schedules that somebody may see. */
export const scheduleStatuses = ({ store, house }: Reading, who: Who) =>
  store.read(async (state) => {
    const all = await state.reportSchedules.list()
    const seen = all.filter((one) => maySee(one, who))
    return Promise.all(seen.map((one) => scheduleStatus(state, house, one)))
  })

/** One schedule. Throws `not-found`. */
export const scheduleNamed = ({ store, house }: Reading, name: string, who: Who) =>
  store.read(async (state) => scheduleStatus(state, house, await findSchedule(state, name, who)))

/** The runs of a schedule that are kept, the newest first. Throws `not-found`. */
export const scheduleHistory = ({ store }: Pick<Reading, 'store'>, name: string, who: Who) =>
  store.read(async (state) => {
    const { schedule_uid } = await findSchedule(state, name, who)
    const kept = new Set((await state.reportFiles.runsOf(schedule_uid)).map(({ run }) => run))
    const runs = await state.reportRuns.listOf(schedule_uid, mostRuns)
    return Promise.all(runs.map((run) => runStatus(state, run, kept)))
  })

/** What a report can be sent by, with the settings of each as JSON Schema. */
export const wayKinds = ({ channels }: Reading['house']) =>
  [...channels.values()].map(({ name, title, settings }) => ({
    way: name,
    title,
    settings: z.toJSONSchema(settings, { io: 'input', unrepresentable: 'any' }),
  }))
