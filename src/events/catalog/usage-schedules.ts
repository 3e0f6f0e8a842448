import { z } from 'zod'
import { eventType } from '../event-type.ts'
import { count, text } from '../field.ts'

/** Reports that are sent by the clock: each run, and who got its file. */

const category = 'usage'

const run = { schedule: text, report: text, run: count }

export const scheduledReportAsked = eventType({
  name: 'scheduled_report_asked',
  title: 'Scheduled report asked for',
  category,
  severity: 'info',
  outcome: 'success',
  fields: z.object(run),
  message: 'User ${username} has schedule ${schedule} send report ${report} now (run ${run})',
})

/** Durable before the log is read for it. `username` is whose schedule it is. */
export const scheduledReportRun = eventType({
  name: 'scheduled_report_run',
  title: 'Scheduled report run',
  category,
  severity: 'info',
  outcome: 'success',
  fields: z.object({ ...run, detail: text, missed: count.optional() }),
  message:
    'Schedule ${schedule} reads the event log for User ${username}: report ${report}, run ${run}, ${detail}',
})

/** `digest` is of the file, as `sha256sum` prints it. */
export const scheduledReportSent = eventType({
  name: 'scheduled_report_sent',
  title: 'Scheduled report sent',
  category,
  severity: 'info',
  outcome: 'success',
  fields: z.object({ ...run, recipient: text, channel: text, rows: count, digest: text }),
  message:
    'Schedule ${schedule} sent report ${report} (run ${run}, ${rows} rows, SHA-256 ${digest}) to ${recipient} by ${channel}',
})

export const scheduledReportFailed = eventType({
  name: 'scheduled_report_failed',
  title: 'Scheduled report failed',
  category,
  severity: 'warning',
  outcome: 'failure',
  fields: z.object({ ...run, recipient: text.optional(), channel: text.optional(), detail: text }),
  message: 'Schedule ${schedule} did not send report ${report} (run ${run}): ${detail}',
})

export const scheduledReportDownloaded = eventType({
  name: 'scheduled_report_downloaded',
  title: 'Scheduled report downloaded',
  category,
  severity: 'info',
  outcome: 'success',
  fields: z.object({ ...run, digest: text }),
  message:
    'User ${username} downloaded report ${report} of schedule ${schedule} (run ${run}, SHA-256 ${digest})',
})
