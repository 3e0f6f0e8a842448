import { readyRule } from '../ready-rule.ts'

const access = (later: string) => ({ audit_event: 'app_client_access', device_uid: 'a', later })

/** Three times an hour, for eleven hours. */
const rhythm = Array.from({ length: 33 }, () => access('20m'))

export const deviceSpike = readyRule('device-spike', {
  title: 'Device reads far more than usual',
  description: 'A device reads ten times as often within an hour as it usually does.',
  filter: { audit_event: ['app_client_access'] },
  condition: { when: 'spike', times: 10, at_least: 50, within: '1h' },
  group_by: ['device_uid'],
  samples: {
    fires: [[...rhythm, ...Array.from({ length: 60 }, () => access('10s'))]],
    stays_quiet: [[...rhythm, ...Array.from({ length: 20 }, () => access('10s'))]],
  },
})
