import { readyRule } from '../ready-rule.ts'

export const diskNearlyFull = readyRule('disk-nearly-full', {
  title: 'Disk is nearly full',
  description: 'No secrets are given out until there is space again.',
  filter: { audit_event: ['disk_nearly_full'] },
  severity: 'critical',
  samples: {
    fires: [[{ audit_event: 'disk_nearly_full' }]],
    stays_quiet: [[{ audit_event: 'disk_space_restored' }]],
  },
})
