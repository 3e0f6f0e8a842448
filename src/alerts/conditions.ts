import { z } from 'zod'
import type { Condition } from './condition.ts'
import { count } from './conditions/count.ts'
import { distinct } from './conditions/distinct.ts'
import { every } from './conditions/every.ts'
import { first } from './conditions/first.ts'
import { most } from './conditions/most.ts'
import { silence } from './conditions/silence.ts'
import { spike } from './conditions/spike.ts'

/** What a rule waits for, as it is kept: `when` and its parameters. */
export const conditionInput = z.discriminatedUnion('when', [
  every.schema,
  count.schema,
  distinct.schema,
  first.schema,
  most.schema,
  silence.schema,
  spike.schema,
])

export type ConditionInput = z.output<typeof conditionInput>

const all = [every, count, distinct, first, most, silence, spike] as unknown as readonly Condition[]

const byName: ReadonlyMap<string, Condition> = new Map(all.map((one) => [one.name, one]))

/** The condition that parameters belong to. */
export function conditionOf({ when }: ConditionInput): Condition {
  const found = byName.get(when)
  if (!found) throw new Error(`no condition is called ${when}`)
  return found
}
