import type { Dialect } from './dialect.ts'
import { type Choice, either, hasList } from './members.ts'
import { where } from './sql-text.ts'

/** Where rows are read from, and what they must be beside. */
export type RowSource = { readonly from: string; readonly conditions: readonly string[] }

/**
 * The rows that meet one of each choice, each once. DuckDB skips what a condition on one column rules out while it unpacks that column,
 * and unpacks everything for "this column or that": so it looks for the one, and then for the other where the one is not. It skips
 * nothing for a list of values, and takes longer the longer a list is that a row must not be in.
 */
export function rowSource(choices: readonly Choice[], { facts, mostPasses }: Dialect): RowSource {
  const apart = choices.find(
    (choice) => choice.length > 1 && choice.length <= mostPasses && !choice.some(hasList),
  )
  const always = choices.filter((choice) => choice !== apart).map(either)
  if (!apart) return { from: facts, conditions: always }
  const passes = apart.map((condition, at) => {
    const notBefore = apart.slice(0, at).map((before) => `not (${before})`)
    return `select * from ${facts} ${where([...always, condition, ...notBefore])}`
  })
  return { from: `(${passes.join(' union all ')})`, conditions: [] }
}
