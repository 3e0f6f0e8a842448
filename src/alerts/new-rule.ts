import { z } from 'zod'
import type { AlertHouse } from './alert-house.ts'
import type { Ground } from './compiled-rule.ts'
import type { Rule, RuleInput } from './rule.ts'
import { checkedRule } from './rule-ground.ts'

/** What rules are made from: a ready-made one, one that is kept, or nothing, and what is to be different. */

type Parts = { readonly house: Pick<AlertHouse, 'ready'>; readonly ground: Ground }

export const rulePart = z.record(z.string().max(64), z.unknown())

type Issues = Pick<z.RefinementCtx, 'addIssue'>

/** A condition that does not say when it comes true is the one that was, with other parameters. */
function changedCondition(before: Rule['condition'] | undefined, given: unknown): unknown {
  if (typeof given !== 'object' || given === null || 'when' in given) return given ?? before
  const kept = before === undefined || before.when === 'every' ? { when: 'count' } : before
  return { ...kept, ...given }
}

/** The rule with what changes in it; of the filter, what is not named stays. Undefined, with an issue, when it is none. */
export function changedRule(
  before: Partial<Rule>,
  changes: z.output<typeof rulePart>,
  { ground, issues }: { ground: Ground; issues: Issues },
): Rule | undefined {
  const filter = { ...before.filter, ...(changes['filter'] as Partial<RuleInput['filter']>) }
  const condition = changedCondition(before.condition, changes['condition'])
  const read = checkedRule(ground).safeParse({ ...before, ...changes, filter, condition })
  if (read.success) return read.data
  const issue = read.error.issues[0]
  const place = ['rule', ...(issue?.path ?? [])].join('.')
  const isStranger = issue?.code === 'unrecognized_keys'
  issues.addIssue(
    `${place}: ${isStranger ? 'there is a member that does not belong here' : issue?.message}`,
  )
  return undefined
}

/** A ready-made rule by its name. Undefined, with an issue, when there is none. */
export function readyFrom(
  { house: { ready } }: Parts,
  name: string | undefined,
  issues: Issues,
): Partial<Rule> | undefined {
  if (name === undefined) return {}
  const found = ready.get(name)
  if (found) return found.rule
  issues.addIssue(`ready: there is none of that name; there are ${[...ready.keys()].join(', ')}`)
  return undefined
}

export const newRule = (parts: Parts) =>
  z
    .strictObject({
      ready: z.string().max(64).optional(),
      rule: rulePart.default({}),
      active: z.boolean().default(true),
    })
    .transform(({ ready, rule: changes, active }, issues) => {
      const before = readyFrom(parts, ready, issues)
      const rule = before && changedRule(before, changes, { ground: parts.ground, issues })
      return rule ? { rule, active } : z.NEVER
    })

export type NewAlertInput = {
  readonly ready?: string
  readonly rule?: Partial<RuleInput>
  readonly active?: boolean
}
