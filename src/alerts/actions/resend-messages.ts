import { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { auditAlertResent } from '../../events/catalog/usage-alerts.ts'
import { happened } from '../../events/event-type.ts'
import { conflict } from '../../kernel/errors.ts'
import type { State } from '../../store/state.ts'
import { findAlert } from '../find-alert.ts'
import { alertName } from './change-alert.ts'

const resending = z.strictObject({
  alert: alertName,
  message_uid: z.string().min(1).max(64).optional(),
})

/** Has messages that were given up sent once more, under the same number: all of them, or one. */
export const resendMessages = action({
  name: 'alert.resend',
  permission: 'alerts.change',
  input: resending,
  async run(
    state: State,
    { alert, message_uid }: z.output<typeof resending>,
    { at }: { who: Person; at: Date },
  ) {
    const { alert_uid, alert_id, name } = await findAlert(state, alert)
    const count = await state.alertMessages.resendDead(alert_uid, at.getTime(), message_uid ?? null)
    if (count === 0) throw conflict(`no message of alert ${name} was given up: none is sent again`)
    return { alert_uid, alert_id, name, count }
  },
  leaves: (_, { alert_uid, name, count }) => [
    happened(auditAlertResent, { alert_uid, name, count }),
  ],
})

export type ResendInput = { readonly message_uid?: string }
