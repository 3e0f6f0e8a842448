import { readyRule } from '../ready-rule.ts'

export const seatsUsedUp = readyRule('seats-used-up', {
  title: 'License has reached its maximum',
  description: 'Keeper recommends it: no seat is left.',
  filter: { audit_event: ['out_of_seats'] },
  samples: {
    fires: [[{ audit_event: 'out_of_seats' }]],
    stays_quiet: [[{ audit_event: 'create_user' }]],
  },
})
