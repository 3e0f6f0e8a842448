import { z } from 'zod'
import type { Condition } from './condition.ts'
import { count } from './conditions/count.ts'
import { every } from './conditions/every.ts'

/** What a rule waits for, as it is kept: `when` and its parameters. */
export const conditionInput = z.discriminatedUnion('when', [every.schema, count.schema])

export type ConditionInput = z.output<typeof conditionInput>

const all = [every, count] as unknown as readonly Condition[]

const byName: ReadonlyMap<string, Condition> = new Map(all.map((one) => [one.name, one]))

/** The condition that parameters belong to. */
export function conditionOf({ when }: ConditionInput): Condition {
  const found = byName.get(when)
  if (!found) throw new Error(`no condition is called ${when}`)
  return found
}
