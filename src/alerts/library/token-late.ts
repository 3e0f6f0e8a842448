import { readyRule } from '../ready-rule.ts'

export const tokenLate = readyRule('token-late', {
  title: 'Token used late or twice',
  description: 'Somebody tried a one-time token that had expired or was used before.',
  filter: { audit_event: ['app_client_access_denied'], q: 'reason:token_expired,token_used' },
  severity: 'critical',
  samples: {
    fires: [
      [{ audit_event: 'app_client_access_denied', reason: 'token_used' }],
      [{ audit_event: 'app_client_access_denied', reason: 'token_expired' }],
    ],
    stays_quiet: [[{ audit_event: 'app_client_access_denied', reason: 'ip_locked' }]],
  },
})
