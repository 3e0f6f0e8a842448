import { readyRule } from '../ready-rule.ts'

const access = (country: string) => ({
  audit_event: 'app_client_access',
  device_uid: 'a',
  username: 'owner@example.com',
  country,
})

export const newCountry = readyRule('new-country', {
  title: 'Access from a new country',
  description:
    'A device or a person came from a country that they were never seen in. Needs --geoip-db.',
  filter: { audit_event: ['app_client_access', 'login'] },
  condition: { when: 'first', of: 'country' },
  group_by: ['device_uid', 'user'],
  severity: 'critical',
  samples: {
    fires: [[access('DE'), access('DE'), access('BR')]],
    stays_quiet: [
      [access('DE'), access('DE')],
      [{ audit_event: 'app_client_access', device_uid: 'a' }],
    ],
  },
})
