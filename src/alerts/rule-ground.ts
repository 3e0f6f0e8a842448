import type { Ground } from './compiled-rule.ts'
import { conditionOf } from './conditions.ts'
import { dimensionTrouble } from './dimension.ts'
import { type Rule, ruleInput } from './rule.ts'
import { filterTrouble } from './rule-filter.ts'
import { sampleTrouble } from './samples.ts'

/** What is wrong with a rule of the right shape, in a sentence, or undefined. */
function ruleTrouble(rule: Rule, { catalog, vocabulary: { fields } }: Ground): string | undefined {
  const wrong = filterTrouble(rule.filter, { fields, catalog })
  if (wrong) return `filter.${wrong}`
  for (const name of rule.group_by) {
    const says = dimensionTrouble(name, fields)
    if (says) return `group_by: ${says}`
  }
  const counted = conditionOf(rule.condition).counts?.(rule.condition)
  const says = counted === undefined ? undefined : dimensionTrouble(counted, fields)
  return says && `condition.of: ${says}`
}

/** A rule as it is sent, held against what events there are. */
export const checkedRule = (ground: Ground) =>
  ruleInput.superRefine((rule, issues) => {
    const says = ruleTrouble(rule, ground) ?? sampleTrouble(rule, ground)
    if (says) issues.addIssue(says)
  })
