import type { Scalar } from '../kernel/canonical-json.ts'
import type { Question } from './question.ts'
import type { Visit } from './shown-values.ts'
import { nothing } from './sql-text.ts'

/** More numbers than these go into a table of their own, because a long list takes long to read. */
const mostListed = 500

/** The numbers of the values that pass, and how many do not. */
async function passing(visit: Visit, test: (value: Scalar) => boolean) {
  const ids: number[] = []
  const others: number[] = []
  await visit((id, value) => (test(value) ? ids : others).push(id))
  return { ids, others }
}

async function listed(column: string, ids: readonly number[], { session }: Question) {
  if (ids.length === 1) return `${column} = ${ids[0]}`
  if (ids.length <= mostListed) return `${column} in (${ids.join(', ')})`
  return session.isOneOf(column, ids)
}

/** Which rows have one of the values that pass, as a condition on the column of their numbers. It is never null. */
export async function members(
  column: string,
  { visit, test }: { readonly visit: Visit; readonly test: (value: Scalar) => boolean },
  question: Question,
): Promise<string> {
  const { ids, others } = await passing(visit, test)
  if (ids.length === 0) return nothing
  if (others.length === 0) return `${column} <> 0`
  if (others.length >= ids.length) return listed(column, ids, question)
  return `(${column} <> 0 and not ${await listed(column, others, question)})`
}

const isSomething = (condition: string) => condition !== nothing

/** Whether a condition compares with a list of numbers. */
export const hasList = (condition: string) => condition.includes(' in ')

/** Conditions of which a row meets at least one; each is never null. */
export type Choice = readonly string[]

/** The conditions that a row can meet. */
export const some = (conditions: readonly string[]): Choice => conditions.filter(isSomething)

/** Any of the conditions. */
export function either(conditions: Choice): string {
  const [first = nothing, ...others] = some(conditions)
  return others.length === 0 ? first : `(${[first, ...others].join(' or ')})`
}
