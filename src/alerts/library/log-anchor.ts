import { readyRule } from '../ready-rule.ts'

export const logAnchor = readyRule('log-anchor', {
  title: 'Log behind its anchor',
  description:
    'The log lost signed events, was restored from a backup, has a new key, or its witness refuses it.',
  filter: {
    audit_event: [
      'log_rollback_accepted',
      'log_witness_refused',
      'log_key_rotated',
      'log_key_retired',
      'store_restored',
      'retention_override',
      'clock_stepped',
    ],
  },
  severity: 'critical',
  samples: {
    fires: [[{ audit_event: 'log_rollback_accepted' }], [{ audit_event: 'log_witness_refused' }]],
    stays_quiet: [[{ audit_event: 'log_checkpoint' }]],
  },
})
