import { readyRule } from '../ready-rule.ts'

const access = (timestamp: string) => ({
  audit_event: 'app_client_access',
  device_uid: 'a',
  timestamp,
})

export const outsideHours = readyRule('outside-hours', {
  title: 'Device outside its hours',
  description:
    'A device that is known for two weeks read secrets at an hour at which it never did.',
  filter: { audit_event: ['app_client_access'] },
  condition: { when: 'first', of: 'hour', settled: '14d' },
  group_by: ['device_uid'],
  frequency: '1:day',
  samples: {
    fires: [
      [
        access('2026-01-05T09:10:00Z'),
        access('2026-01-19T09:20:00Z'),
        access('2026-01-20T03:00:00Z'),
      ],
    ],
    stays_quiet: [
      [access('2026-01-05T09:10:00Z'), access('2026-01-20T09:20:00Z')],
      [access('2026-01-05T09:10:00Z'), access('2026-01-06T03:00:00Z')],
    ],
  },
})
