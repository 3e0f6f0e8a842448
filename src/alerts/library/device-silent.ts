import { readyRule } from '../ready-rule.ts'

const access = (later: string) => ({ audit_event: 'app_client_access', device_uid: 'a', later })

export const deviceSilent = readyRule('device-silent', {
  title: 'Device has gone silent',
  description:
    'A device reads no more: five times longer than its own rhythm, and an hour at least.',
  filter: { audit_event: ['app_client_access', 'app_client_removed'] },
  condition: { when: 'silence', after: '1h', times: 5, until: 'app_client_removed' },
  group_by: ['device_uid'],
  samples: {
    fires: [
      [access('1m'), access('5m'), access('5m'), access('5m'), { audit_event: '-', later: '2h' }],
    ],
    stays_quiet: [
      [access('1m'), access('5m'), access('5m'), access('5m'), { audit_event: '-', later: '30m' }],
      [access('1m'), access('1d'), access('1d'), access('1d'), { audit_event: '-', later: '2d' }],
      [access('1m'), { audit_event: '-', later: '9d' }],
    ],
  },
})
