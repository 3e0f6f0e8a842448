import { readyRule } from '../ready-rule.ts'

const access = (device_uid: string, later: string) => ({
  audit_event: 'app_client_access',
  app_uid: 'app',
  device_uid,
  later,
})

/**
 * A record that more devices read than ever is found by its application: the devices of an application read its records together, a
 * hundred in one answer, and a rule of single records would tell a hundred times of one new device.
 */
export const moreReaders = readyRule('more-readers', {
  title: 'More devices than ever read an application',
  description:
    'The secrets of an application were read by more devices within a day than ever before.',
  filter: { audit_event: ['app_client_access'] },
  condition: { when: 'most', of: 'device_uid', within: '1d', settled: '7d' },
  group_by: ['app'],
  frequency: '1:day',
  samples: {
    fires: [[access('a', '1m'), access('a', '8d'), access('b', '1h')]],
    stays_quiet: [
      [access('a', '1m'), access('b', '1m'), access('a', '8d'), access('b', '1h')],
      [access('a', '1m'), access('b', '1h')],
    ],
  },
})
