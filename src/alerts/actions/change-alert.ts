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
import { learnFrom } from '../learn-from.ts'
import { changedRule, rulePart } from '../new-rule.ts'
import { keptRule, type Rule, type RuleInput } from '../rule.ts'
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

type Changes = z.output<typeof rulePart>

/** Throws `invalid`. */
function changed(before: Rule, changes: Changes, ground: Ground): Rule {
  const told: string[] = []
  const issues = { addIssue: (says: unknown) => void told.push(String(says)) }
  const after = changedRule(before, changes, { ground, issues })
  if (after) return after
  throw invalid(told[0] ?? 'the rule cannot be understood')
}

const differs = (name: keyof Rule, before: Rule, after: Rule) =>
  JSON.stringify(before[name]) !== JSON.stringify(after[name])

/** Changes a rule; what is not named stays. With another filter or condition it begins anew. */
export const changeAlert = (ground: Ground, log: Pick<EventLog, 'size' | 'first' | 'readAfter'>) =>
  action({
    name: 'alert.change',
    permission: 'alerts.change',
    confirm: true,
    input: z.strictObject({ alert: alertName, rule: rulePart }),
    together: (input) => input,
    async run(
      state: State,
      { alert, rule: changes }: { alert: string; rule: Changes },
      { at }: { who: Person; at: Date },
    ) {
      const row = await findAlert(state, alert)
      const { alert_uid, alert_id } = row
      const before = keptRule(row.rule)
      const after = changed(before, changes, ground)
      await demandFreeName(state, after.name, alert_uid)
      await state.alertRules.change(alert_uid, { name: after.name, rule: JSON.stringify(after) })
      if (grounds.some((name) => differs(name, before, after))) {
        await state.alertGroups.removeOf(alert_uid)
        await state.alertRules.relearn(alert_uid, {
          since_seq: await log.size(),
          position: await learnFrom(log, after, at),
        })
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

export type ChangedAlertInput = { readonly rule: Partial<RuleInput> }
