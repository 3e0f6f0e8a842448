import { readyRule } from '../ready-rule.ts'

const access = (remote_address: string) => ({
  audit_event: 'app_client_access',
  device_uid: 'a',
  remote_address,
})

export const newAddress = readyRule('new-address', {
  title: 'Device at a new address',
  description: 'A device read secrets from an address that it was never seen at.',
  filter: { audit_event: ['app_client_access'] },
  condition: { when: 'first', of: 'address' },
  group_by: ['device_uid'],
  samples: {
    fires: [[access('203.0.113.9'), access('203.0.113.9'), access('198.51.100.7')]],
    stays_quiet: [
      [access('203.0.113.9'), access('203.0.113.9')],
      [access('203.0.113.9'), { ...access('198.51.100.7'), device_uid: 'b' }],
    ],
  },
})
