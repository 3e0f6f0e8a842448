import { readyRule } from '../ready-rule.ts'

export const newDevice = readyRule('new-device', {
  title: 'New device',
  description: 'A device connected for the first time with its one-time token.',
  filter: { audit_event: ['app_client_connected'] },
  severity: 'notice',
  samples: {
    fires: [[{ audit_event: 'app_client_connected', device_uid: 'a' }]],
    stays_quiet: [[{ audit_event: 'app_client_added', device_uid: 'a' }]],
  },
})
