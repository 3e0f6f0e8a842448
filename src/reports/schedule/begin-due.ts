import type { ReportSchedule } from '../../store/state/report-schedules.ts'
import type { Transaction } from '../../store/store.ts'
import { nextDue, timesDue } from './cron.ts'
import type { ScheduleGround } from './schedule-ground.ts'

/** What runs later than that was missed: a server looks every half a second. */
const lateMs = 60_000

type Due = { readonly found: ReportSchedule; readonly due_at: number; readonly now: number }

/** One run for a time that has come, however often it came: what was missed is counted, and made up for once. */
async function beginOne(
  { reportSchedules, reportRuns }: Transaction,
  { found, due_at, now }: Due,
): Promise<void> {
  const missed = timesDue(found, due_at, now)
  const next_at = nextDue(found, now) ?? null
  const isOurs = await reportSchedules.moveOn(found.schedule_uid, due_at, {
    next_at,
    last_due: due_at,
  })
  if (!isOurs) return
  const cause = missed > 0 || now - due_at > lateMs ? 'missed' : 'time'
  const run = await reportSchedules.countRun(found.schedule_uid)
  await reportRuns.insert({ schedule_uid: found.schedule_uid, run, due_at, cause, missed })
}

/** When a clock that ran ahead is set right, what is due next lies in a future that does not come. */
function dueEarlier(found: ReportSchedule, now: number): number | undefined {
  const next = nextDue(found, now)
  const isEarlier = next !== undefined && found.next_at !== null && next < found.next_at
  return isEarlier && next !== found.last_due ? next : undefined
}

/** Begins a run of every schedule whose time has come, each time that it is called. */
export function dueRuns({ store, clock }: Pick<ScheduleGround, 'store' | 'clock'>) {
  let before = Number.POSITIVE_INFINITY

  async function setRight(found: ReportSchedule, now: number): Promise<void> {
    const { schedule_uid, next_at, last_due } = found
    const earlier = dueEarlier(found, now)
    if (earlier === undefined || next_at === null) return
    await store.transaction(({ reportSchedules }) =>
      reportSchedules.moveOn(schedule_uid, next_at, { next_at: earlier, last_due }),
    )
  }

  return async (): Promise<void> => {
    const all = await store.read(({ reportSchedules }) => reportSchedules.list())
    const now = clock().getTime()
    const isSetBack = now < before
    before = now
    for (const found of all) {
      const { next_at: due_at } = found
      if (found.status !== 'live' || due_at === null) continue
      if (due_at <= now) await store.transaction((tx) => beginOne(tx, { found, due_at, now }))
      else if (isSetBack) await setRight(found, now)
    }
  }
}
