import { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import {
  auditAlertCountsReset,
  auditAlertDeleted,
  auditAlertPaused,
  auditAlertResumed,
  auditAlertSnoozed,
} from '../../events/catalog/policy-alerts.ts'
import { happened } from '../../events/event-type.ts'
import { rfc3339 } from '../../kernel/clock.ts'
import { invalid } from '../../kernel/errors.ts'
import type { State } from '../../store/state.ts'
import { duration, durationMs } from '../duration.ts'
import { findAlert } from '../find-alert.ts'
import { markChanged } from '../watch.ts'
import { alertName } from './change-alert.ts'

const named = z.strictObject({ alert: alertName })

type Named = { readonly alert: string }

/** Goes on counting and tells nobody. */
export const disableAlert = action({
  name: 'alert.disable',
  permission: 'alerts.change',
  confirm: true,
  input: named,
  together: (input) => input,
  async run(state: State, { alert }: Named, _by: { who: Person }) {
    const { alert_uid, alert_id, name } = await findAlert(state, alert)
    await state.alertRules.setStatus(alert_uid, 'off')
    await markChanged(state)
    return { alert_uid, alert_id, name }
  },
  leaves: (_, { alert_uid, name }) => [happened(auditAlertPaused, { alert_uid, name })],
})

/** Tells again, from the next event on. Ends a snooze. */
export const enableAlert = action({
  name: 'alert.enable',
  permission: 'alerts.change',
  input: named,
  async run(state: State, { alert }: Named, _by: { who: Person }) {
    const { alert_uid, alert_id, name } = await findAlert(state, alert)
    await state.alertRules.setStatus(alert_uid, 'on')
    await state.alertRules.snooze(alert_uid, null)
    await markChanged(state)
    return { alert_uid, alert_id, name }
  },
  leaves: (_, { alert_uid, name }) => [happened(auditAlertResumed, { alert_uid, name })],
})

/** Sets the counters to zero; what groups have come to stays. */
export const resetAlert = action({
  name: 'alert.reset_counts',
  permission: 'alerts.change',
  input: named,
  async run(state: State, { alert }: Named, { at }: { who: Person; at: Date }) {
    const { alert_uid, alert_id, name } = await findAlert(state, alert)
    await state.alertRules.resetCounts(alert_uid, at.getTime())
    return { alert_uid, alert_id, name }
  },
  leaves: (_, { alert_uid, name }) => [happened(auditAlertCountsReset, { alert_uid, name })],
})

/** Removes a rule with its recipients, what is on its way, and what it remembers. */
export const deleteAlert = action({
  name: 'alert.delete',
  permission: 'alerts.change',
  confirm: true,
  freesSpace: true,
  input: named,
  together: (input) => input,
  async run(state: State, { alert }: Named, _by: { who: Person }) {
    const { alert_uid, alert_id, name } = await findAlert(state, alert)
    await state.alertDeliveries.removeOf(alert_uid)
    await state.alertGroups.removeOf(alert_uid)
    await state.alertRecipients.removeOf(alert_uid)
    await state.alertRules.remove(alert_uid)
    await markChanged(state)
    return { alert_uid, alert_id, name }
  },
  leaves: (_, { alert_uid, name }) => [happened(auditAlertDeleted, { alert_uid, name })],
})

const longestSnoozeMs = 30 * 86_400_000

const snoozing = z.strictObject({
  alert: alertName,
  for: duration.optional(),
  until: z.iso.datetime({ offset: true }).optional(),
})

/** Tells nobody until a time, which there always is: 30 days away at most. */
export const snoozeAlert = action({
  name: 'alert.snooze',
  permission: 'alerts.change',
  confirm: true,
  input: snoozing,
  together: (input) => input,
  async run(
    state: State,
    { alert, for: length, until: end }: z.output<typeof snoozing>,
    { at }: { who: Person; at: Date },
  ) {
    const now = at.getTime()
    const until = end === undefined ? now + durationMs(length ?? '') : Date.parse(end)
    if ((end === undefined) === (length === undefined))
      throw invalid('a snooze has an end: give either `for` or `until`')
    if (until <= now || until > now + longestSnoozeMs)
      throw invalid('a snooze must end later than now, and within 30 days')
    const { alert_uid, alert_id, name } = await findAlert(state, alert)
    await state.alertRules.snooze(alert_uid, until)
    await markChanged(state)
    return { alert_uid, alert_id, name, snoozed_until: rfc3339(new Date(until)) }
  },
  leaves: (_, { alert_uid, name, snoozed_until: until }) => [
    happened(auditAlertSnoozed, { alert_uid, name, until }),
  ],
})

export type SnoozeInput = { readonly for?: string; readonly until?: string }
