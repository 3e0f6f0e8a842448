import { readyRule } from '../ready-rule.ts'

export const decoyTouched = readyRule('decoy-touched', {
  title: 'Decoy touched',
  description: 'A device or a person touched a record that nobody should, for the first time.',
  filter: { audit_event: ['decoy_touched'] },
  severity: 'critical',
  samples: {
    fires: [[{ audit_event: 'decoy_touched', device_uid: 'a' }]],
    stays_quiet: [[{ audit_event: 'decoy_marked' }], [{ audit_event: 'app_client_access' }]],
  },
})
