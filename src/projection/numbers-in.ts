import type { Dialect } from './dialect.ts'
import { type Choice, either } from './members.ts'
import { where } from './sql-text.ts'

/** A part of the log: from `low` to before `high`. */
export type Part = { readonly low: number; readonly high: number }

/**
 * Selects the numbers of the rows in a part of the log that meet one of each choice. DuckDB skips what a condition on one column
 * rules out while it unpacks that column, and unpacks everything for "this column or that": so it looks for the one, and then for
 * the other where the one is not.
 */
export function numbersIn(
  { low, high }: Part,
  choices: readonly Choice[],
  { facts, mostPasses }: Dialect,
): string {
  const apart = choices.find(({ length }) => length > 1 && length <= mostPasses)
  const within = [`seq >= ${low}`, `seq < ${high}`]
  const always = choices.filter((choice) => choice !== apart).map(either)
  const select = (more: readonly string[]) =>
    `select seq from ${facts} ${where([...within, ...always, ...more])}`
  if (!apart) return select([])
  const passes = apart.map((condition, at) =>
    select([condition, ...apart.slice(0, at).map((before) => `not (${before})`)]),
  )
  return `select seq from (${passes.join(' union all ')})`
}
