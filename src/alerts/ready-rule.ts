import { join } from 'node:path'
import { loadFamily } from '../kernel/family.ts'
import { type Rule, type RuleInput, ruleInput } from './rule.ts'

/** A rule that comes with the product: a file of `library/`, found by being there, with samples of its own. */
export type ReadyRule = { readonly name: string; readonly rule: Rule }

type Written = Omit<RuleInput, 'name' | 'samples'> & {
  readonly title: string
  readonly description: string
  readonly samples: NonNullable<RuleInput['samples']>
}

/** `name` is what people ask for it by; `title` is what the alert is called. */
export const readyRule = (name: string, { title, ...rule }: Written): ReadyRule => ({
  name,
  rule: ruleInput.parse({ ...rule, name: title }),
})

export const loadReadyRules = (): Promise<ReadonlyMap<string, ReadyRule>> =>
  loadFamily<ReadyRule>(join(import.meta.dirname, 'library'))
