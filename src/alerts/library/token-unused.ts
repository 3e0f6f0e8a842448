import { readyRule } from '../ready-rule.ts'

export const tokenUnused = readyRule('token-unused', {
  title: 'Token was never used',
  description: 'A device was added a day ago, and nobody has used its one-time token.',
  filter: { audit_event: ['app_client_added', 'app_client_connected', 'app_client_removed'] },
  condition: { when: 'silence', after: '1d', until: 'app_client_connected' },
  group_by: ['device_uid'],
  severity: 'notice',
  samples: {
    fires: [
      [
        { audit_event: 'app_client_added', device_uid: 'a' },
        { audit_event: '-', later: '25h' },
      ],
    ],
    stays_quiet: [
      [
        { audit_event: 'app_client_added', device_uid: 'a' },
        { audit_event: 'app_client_connected', device_uid: 'a' },
        { audit_event: '-', later: '25h' },
      ],
      [
        { audit_event: 'app_client_added', device_uid: 'a' },
        { audit_event: '-', later: '23h' },
      ],
    ],
  },
})
