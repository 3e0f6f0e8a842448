import { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import {
  reportScheduleDeleted,
  reportSchedulePaused,
  reportScheduleResumed,
} from '../../events/catalog/policy-schedules.ts'
import { scheduledReportAsked } from '../../events/catalog/usage-schedules.ts'
import { happened } from '../../events/event-type.ts'
import type { State } from '../../store/state.ts'
import { nextDue } from '../schedule/cron.ts'
import { findOwnSchedule } from '../schedule/find-schedule.ts'

const named = z.strictObject({ name: z.string().max(512) })

type Named = z.output<typeof named>
type By = { readonly who: Person; readonly at: Date }

const detail = 'a person paused it'

/** Sends nothing more until it is resumed. What is on its way still arrives. */
export const pauseSchedule = action({
  name: 'schedule.pause',
  permission: 'events.read',
  input: named,
  async run(state: State, { name }: Named, { who }: By) {
    const { schedule_uid, report } = await findOwnSchedule(state, name, who)
    const standing = { status: 'paused', reason: detail, next_at: null } as const
    await state.reportSchedules.setStanding(schedule_uid, standing)
    return { name, report }
  },
  leaves: (_, { name: schedule, report }) => [
    happened(reportSchedulePaused, { schedule, report, detail }),
  ],
})

/** Goes on with the next time that it is due: what was due meanwhile is not made up for. */
export const resumeSchedule = action({
  name: 'schedule.resume',
  permission: 'events.read',
  input: named,
  async run(state: State, { name }: Named, { who, at }: By) {
    const found = await findOwnSchedule(state, name, who)
    const next_at = nextDue(found, at.getTime()) ?? null
    const standing = { status: 'live', reason: null, next_at } as const
    await state.reportSchedules.setStanding(found.schedule_uid, standing)
    return { name, report: found.report }
  },
  leaves: (_, { name: schedule, report }) => [
    happened(reportScheduleResumed, { schedule, report }),
  ],
})

/** Removes a schedule with its runs, their files, and what is still on its way. */
export const removeSchedule = action({
  name: 'schedule.remove',
  permission: 'events.read',
  freesSpace: true,
  input: named,
  async run(state: State, { name }: Named, { who }: By) {
    const { schedule_uid, report, runs } = await findOwnSchedule(state, name, who)
    await state.reportSchedules.remove(schedule_uid)
    await state.reportDeliveries.removeOf(schedule_uid)
    await state.reportFiles.removeOf(schedule_uid)
    await state.reportRuns.removeOf(schedule_uid)
    return { name, report, runs }
  },
  leaves: (_, { name: schedule, report, runs }) => [
    happened(reportScheduleDeleted, { schedule, report, runs }),
  ],
})

/** Has it run now, beside the times that it is due. */
export const runSchedule = action({
  name: 'schedule.run',
  permission: 'events.read',
  input: named,
  async run(state: State, { name }: Named, { who, at }: By) {
    const { schedule_uid, report } = await findOwnSchedule(state, name, who)
    const run = await state.reportSchedules.countRun(schedule_uid)
    const due_at = at.getTime()
    await state.reportRuns.insert({ schedule_uid, run, due_at, cause: 'person', missed: 0 })
    return { name, report, run }
  },
  leaves: (_, { name: schedule, report, run }) => [
    happened(scheduledReportAsked, { schedule, report, run }),
  ],
})
