import { readyRule } from '../ready-rule.ts'

export const policyChanged = readyRule('policy-changed', {
  title: 'Policy changed',
  description:
    'Keeper recommends it: everything of the category Policy Change, two-factor settings among them.',
  filter: { q: 'category:policy -event:report_*,audit_alert_*' },
  samples: {
    fires: [
      [{ audit_event: 'set_2fa_configuration', category: 'policy' }],
      [{ audit_event: 'audit_sync_setup' }],
    ],
    stays_quiet: [[{ audit_event: 'report_created' }], [{ audit_event: 'login' }]],
  },
})
