import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { auditAlertCreated } from '../../events/catalog/policy-alerts.ts'
import { happened } from '../../events/event-type.ts'
import { conflict } from '../../kernel/errors.ts'
import { newUid } from '../../kernel/ids.ts'
import type { State } from '../../store/state.ts'
import type { EventLog } from '../../store/store.ts'
import type { AlertParts } from '../alert-house.ts'
import { alertsCursor } from '../engine.ts'
import { learnFrom } from '../learn-from.ts'
import { newRule } from '../new-rule.ts'
import type { Rule } from '../rule.ts'
import { markChanged } from '../watch.ts'

/** Throws `conflict` when a rule of that name is there already: names are told apart without upper and lower case. */
export async function demandFreeName(
  { alertRules }: Pick<State, 'alertRules'>,
  name: string,
  own?: string,
): Promise<void> {
  const same = (await alertRules.list()).find(
    (one) => one.name.toLowerCase() === name.toLowerCase(),
  )
  if (same && same.alert_uid !== own) throw conflict('there is an alert of that name already')
}

/** Whoever follows the log begins here, if nobody does yet. */
export async function beginHere({ cursors }: State, size: number): Promise<void> {
  if ((await cursors.find(alertsCursor)) === undefined) await cursors.set(alertsCursor, size - 1)
}

/** Makes a rule. It looks at what happens from now on. */
export const addAlert = (parts: AlertParts, log: Pick<EventLog, 'size' | 'first' | 'readAfter'>) =>
  action({
    name: 'alert.add',
    permission: 'alerts.change',
    input: newRule(parts),
    async run(
      state: State,
      { rule, active }: { rule: Rule; active: boolean },
      { at }: { who: Person; at: Date },
    ) {
      const { name } = rule
      await demandFreeName(state, name)
      const all = await state.alertRules.list()
      const [alert_uid, size] = [newUid(), await log.size()]
      const alert_id = 1 + Math.max(0, ...all.map((one) => one.alert_id))
      await beginHere(state, size)
      await state.alertRules.insert({
        alert_uid,
        alert_id,
        name,
        rule: JSON.stringify(rule),
        status: active ? 'on' : 'off',
        snoozed_until: null,
        since_seq: size,
        position: await learnFrom(log, rule, at),
        occurrences: 0,
        sent: 0,
        last_sent: null,
        last_reset: null,
        created_at: at.getTime(),
      })
      await markChanged(state)
      return { alert_uid, alert_id, name }
    },
    leaves: (_, { alert_uid, name }) => [happened(auditAlertCreated, { alert_uid, name })],
  })
