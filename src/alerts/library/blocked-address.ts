import { readyRule } from '../ready-rule.ts'

export const blockedAddress = readyRule('blocked-address', {
  title: 'Device at a blocked address',
  description: 'A device whose address differs from its lock asked for a secret.',
  filter: { audit_event: ['app_client_access_denied'], q: 'reason:ip_locked' },
  group_by: ['device_uid'],
  severity: 'critical',
  frequency: '1:hour',
  samples: {
    fires: [[{ audit_event: 'app_client_access_denied', reason: 'ip_locked', device_uid: 'a' }]],
    stays_quiet: [
      [{ audit_event: 'app_client_access_denied', reason: 'throttled', device_uid: 'a' }],
      [{ audit_event: 'app_client_access', device_uid: 'a' }],
    ],
  },
})
