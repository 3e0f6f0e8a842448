import { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { auditAlertAcknowledged } from '../../events/catalog/usage-alerts.ts'
import { happened } from '../../events/event-type.ts'
import type { State } from '../../store/state.ts'
import { findAlert } from '../find-alert.ts'
import { alertName } from './change-alert.ts'

const acknowledging = z.strictObject({
  alert: alertName,
  note: z.string().trim().max(500).default(''),
})

/** Says that somebody has looked at what came true so far: the alert is not open any more, until it comes true again. */
export const acknowledgeAlert = action({
  name: 'alert.acknowledge',
  permission: 'alerts.change',
  input: acknowledging,
  async run(state: State, { alert, note }: z.output<typeof acknowledging>, _by: { who: Person }) {
    const { alert_uid, alert_id, name, occurrences, acknowledged } = await findAlert(state, alert)
    const count = Math.max(0, occurrences - acknowledged)
    await state.alertRules.acknowledge(alert_uid, occurrences)
    return { alert_uid, alert_id, name, count, note }
  },
  leaves: (_, { alert_uid, name, count, note }) => [
    happened(auditAlertAcknowledged, {
      alert_uid,
      name,
      count,
      ...(note !== '' && { detail: note }),
    }),
  ],
})

export type AcknowledgeInput = { readonly note?: string }
