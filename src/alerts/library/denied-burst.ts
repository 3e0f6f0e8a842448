import { readyRule } from '../ready-rule.ts'

const denial = (remote_address: string, later: string) => ({
  audit_event: 'app_client_access_denied',
  remote_address,
  later,
})

export const deniedBurst = readyRule('denied-burst', {
  title: 'Many denials from one address',
  description: 'Ten attempts from one address were turned away within five minutes.',
  filter: { q: 'outcome:denied' },
  condition: { when: 'count', at_least: 10, within: '5m' },
  group_by: ['address'],
  frequency: '1:hour',
  samples: {
    fires: [Array.from({ length: 10 }, () => denial('203.0.113.9', '10s'))],
    stays_quiet: [
      Array.from({ length: 9 }, () => denial('203.0.113.9', '10s')),
      Array.from({ length: 20 }, (_, at) => denial(`203.0.113.${at}`, '10s')),
      Array.from({ length: 20 }, () => denial('203.0.113.9', '1m')),
    ],
  },
})
