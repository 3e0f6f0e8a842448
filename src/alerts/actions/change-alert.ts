import { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { auditAlertChanged } from '../../events/catalog/policy-alerts.ts'
import { happened } from '../../events/event-type.ts'
import { invalid } from '../../kernel/errors.ts'
import type { State } from '../../store/state.ts'
import type { EventLog } from '../../store/store.ts'
import type { Ground } from '../compiled-rule.ts'
import { findAlert } from '../find-alert.ts'
import { keptRule, type Rule, type RuleInput } from '../rule.ts'
import { checkedRule } from '../rule-ground.ts'
import { markChanged } from '../watch.ts'
import { demandFreeName } from './add-alert.ts'

export const alertName = z.string().min(1).max(200)

/** Changes of these make what groups have come to meaningless. */
const grounds = [
  'filter',
  'condition',
  'group_by',
  'timezone',
] as const satisfies readonly (keyof Rule)[]

type Changes = Partial<RuleInput>

/** The rule with what changes in it; of the filter, what is not named stays. Throws `invalid`. */
function changed(before: Rule, changes: Changes, ground: Ground): Rule {
  const filter = { ...before.filter, ...changes.filter }
  const read = checkedRule(ground).safeParse({ ...before, ...changes, filter })
  if (read.success) return read.data
  const issue = read.error.issues[0]
  const place = issue?.path.join('.') ?? ''
  throw invalid(`${place && `${place}: `}${issue?.message}`)
}

const differs = (name: keyof Rule, before: Rule, after: Rule) =>
  JSON.stringify(before[name]) !== JSON.stringify(after[name])

/** Changes a rule; what is not named stays. With another filter or condition it begins anew. */
export const changeAlert = (ground: Ground, log: Pick<EventLog, 'size'>) =>
  action({
    name: 'alert.change',
    permission: 'alerts.change',
    input: z.strictObject({ alert: alertName, rule: z.record(z.string(), z.unknown()) }),
    async run(
      state: State,
      { alert, rule: changes }: { alert: string; rule: Changes },
      _by: { who: Person },
    ) {
      const row = await findAlert(state, alert)
      const { alert_uid, alert_id } = row
      const before = keptRule(row.rule)
      const after = changed(before, changes, ground)
      await demandFreeName(state, after.name, alert_uid)
      await state.alertRules.change(alert_uid, { name: after.name, rule: JSON.stringify(after) })
      if (grounds.some((name) => differs(name, before, after))) {
        await state.alertGroups.removeOf(alert_uid)
        await state.alertRules.relearn(alert_uid, { since_seq: await log.size(), position: null })
      }
      await markChanged(state)
      const names = (Object.keys(after) as (keyof Rule)[]).filter((one) =>
        differs(one, before, after),
      )
      return { alert_uid, alert_id, name: after.name, changed: names.join(', ') || 'nothing' }
    },
    leaves: (_, { alert_uid, name, changed: what }) => [
      happened(auditAlertChanged, { alert_uid, name, changed: what }),
    ],
  })

export type ChangedAlertInput = { readonly rule: Changes }
