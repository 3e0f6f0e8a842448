import type { Fired } from './condition.ts'
import { conditionOf } from './conditions.ts'
import type { Kept } from './dimension.ts'
import type { Rule } from './rule.ts'
import { filterText } from './rule-filter.ts'

/** Why a message was sent, as it is kept: it names nobody. */
export type Reason = {
  readonly fired: Fired
  readonly occurrences: number
  /** The group, as a hash. */
  readonly group: string
}

type Grouped = readonly { readonly name: string; readonly value: string }[]

/** What the group of an event has in common, opened. */
export const groupOf = (
  groups: readonly { readonly name: string; of(event: Kept): unknown }[],
  shown: Kept,
): Grouped =>
  groups.flatMap((one) => {
    const value = one.of(shown)
    return value === undefined ? [] : [{ name: one.name, value: String(value) }]
  })

/** Why a rule came true, as a sentence for people. */
export function whyOf(rule: Rule, { fired, occurrences }: Reason, group: Grouped): string {
  const filter = filterText(rule.filter)
  const about = filter === '' ? 'every event' : `events with ${filter}`
  const within = group.map(({ name, value }) => `${name} ${value}`).join(', ')
  const why = conditionOf(rule.condition).why(fired, rule.condition)
  const times = occurrences > 1 ? ` It came true ${occurrences} times since the last message.` : ''
  return `The alert looks at ${about}${within && ` of ${within}`}: ${why}.${times}`
}
