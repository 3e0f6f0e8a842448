import { readyRule } from '../ready-rule.ts'

export const reportNotSent = readyRule('report-not-sent', {
  title: 'A scheduled report was not sent',
  description:
    'A report that is sent by the clock could not be made or did not reach a recipient, or its schedule was paused.',
  filter: { audit_event: ['scheduled_report_failed', 'report_schedule_paused'] },
  severity: 'warning',
  samples: {
    fires: [
      [{ audit_event: 'scheduled_report_failed' }],
      [{ audit_event: 'report_schedule_paused' }],
    ],
    stays_quiet: [
      [{ audit_event: 'scheduled_report_sent' }, { audit_event: 'scheduled_report_run' }],
    ],
  },
})
