import { readyRule } from '../ready-rule.ts'

export const alertsChanged = readyRule('alerts-changed', {
  title: 'Alerts changed',
  description:
    'Keeper recommends it: an alert was made, changed, paused, snoozed or deleted, or does not arrive.',
  filter: {
    audit_event: [
      ...[
        'audit_alert_created',
        'audit_alert_changed',
        'audit_alert_deleted',
        'audit_alert_paused',
      ],
      ...['audit_alert_resumed', 'audit_alert_snoozed', 'audit_alert_recipient_changed'],
      ...['audit_alert_failed', 'audit_alert_recipient_gone'],
    ],
  },
  samples: {
    fires: [[{ audit_event: 'audit_alert_paused' }], [{ audit_event: 'audit_alert_failed' }]],
    stays_quiet: [[{ audit_event: 'audit_alert_tested' }]],
  },
})
