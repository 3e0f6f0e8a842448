import { readyRule } from '../ready-rule.ts'

export const exportTroubled = readyRule('export-troubled', {
  title: 'Export of events is troubled',
  description:
    'An export is behind because its receiver fails, is paused, or was changed or removed.',
  filter: {
    audit_event: [
      'audit_sync_failed',
      'audit_sync_paused',
      'audit_sync_event_refused',
      'audit_sync_changed',
      'audit_sync_removed',
    ],
  },
  severity: 'critical',
  samples: {
    fires: [[{ audit_event: 'audit_sync_paused' }], [{ audit_event: 'audit_sync_failed' }]],
    stays_quiet: [[{ audit_event: 'audit_sync_restored' }, { audit_event: 'audit_sync_tested' }]],
  },
})
