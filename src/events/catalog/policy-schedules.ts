import { z } from 'zod'
import { eventType } from '../event-type.ts'
import { count, text } from '../field.ts'

/** Reports that are sent by the clock: who set that up. */

const category = 'policy'

const set = { category, severity: 'notice', outcome: 'success' } as const
const schedule = { schedule: text, report: text }

export const reportScheduleCreated = eventType({
  ...set,
  name: 'report_schedule_created',
  title: 'Report schedule created',
  fields: z.object({ ...schedule, detail: text }),
  message: 'User ${username} has report ${report} sent by schedule ${schedule}: ${detail}',
})

/** `detail` names what was changed, not what it was changed to. */
export const reportScheduleModified = eventType({
  ...set,
  name: 'report_schedule_modified',
  title: 'Report schedule modified',
  fields: z.object({ ...schedule, detail: text }),
  message: 'User ${username} modified schedule ${schedule} of report ${report}: ${detail}',
})

export const reportSchedulePaused = eventType({
  ...set,
  name: 'report_schedule_paused',
  title: 'Report schedule paused',
  fields: z.object({ ...schedule, detail: text }),
  message: 'Schedule ${schedule} of report ${report} is paused: ${detail}',
})

export const reportScheduleResumed = eventType({
  ...set,
  name: 'report_schedule_resumed',
  title: 'Report schedule resumed',
  fields: z.object(schedule),
  message: 'User ${username} resumed schedule ${schedule} of report ${report}',
})

/** Its runs and their files go with it. */
export const reportScheduleDeleted = eventType({
  ...set,
  name: 'report_schedule_deleted',
  title: 'Report schedule deleted',
  fields: z.object({ ...schedule, runs: count }),
  message:
    'User ${username} deleted schedule ${schedule} of report ${report} with its ${runs} runs',
})
