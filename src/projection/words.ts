import type { Scalar } from '../kernel/canonical-json.ts'
import { type FoundByType, foundByType, isSearched } from '../query/free-text.ts'
import { textsOfRest } from './layout.ts'
import { either, members } from './members.ts'
import type { Question } from './question.ts'
import { addressField, isPlaced, placeFields, visitPlaces } from './shown-values.ts'
import { columnName, nothing } from './sql-text.ts'

const typeField = 'audit_event'

/** Rows with one of these numbers of a type that have, or do not have, certain values in one field. */
async function ofType(id: number, found: FoundByType, question: Question): Promise<string> {
  const at = question.layout.columnOf.get(typeField) ?? 0
  const isType = `${columnName(at)} = ${id}`
  if (found.events !== 'some') return found.events === 'all' ? isType : nothing
  const own = question.layout.columnOf.get(found.field)
  const test = (value: Scalar) => found.values.includes(String(value))
  const has =
    own === undefined
      ? nothing
      : await members(columnName(own), { visit: question.shown.of(found.field), test }, question)
  return `(${isType} and ${found.not ? `not (${has})` : has})`
}

/** Rows that a phrase finds by what their type is called and how it reads. */
async function byType(phrase: string, question: Question): Promise<string> {
  const { shown, vocabulary } = question
  const types: (readonly [number, FoundByType])[] = []
  await shown.of(typeField)((id, value) => {
    const name = String(value)
    types.push([id, foundByType(phrase, name, vocabulary.describe(name))])
  })
  const conditions: string[] = []
  for (const [id, found] of types) conditions.push(await ofType(id, found, question))
  return either(conditions)
}

const hasPhrase = (phrase: string) => (value: Scalar) =>
  typeof value === 'string' && value.toLowerCase().includes(phrase)

/** Rows that have a phrase in the place of their address, which they did not bring themselves. */
async function inPlaces(phrase: string, question: Question): Promise<string> {
  const address = question.layout.columnOf.get(addressField)
  const conditions: string[] = []
  for (const field of Object.keys(placeFields).filter(isSearched)) {
    const own = question.layout.columnOf.get(field)
    if (own === undefined || address === undefined) continue
    const ids: number[] = []
    await visitPlaces(
      field,
      question,
    )((id, value) => {
      if (hasPhrase(phrase)(value)) ids.push(id)
    })
    if (ids.length === 0) continue
    conditions.push(isPlaced(own, await question.session.isOneOf(columnName(address), ids)))
  }
  return either(conditions)
}

/**
 * Rows that have a phrase, in lower case, anywhere. It is looked for in the distinct values of each column, so a rare one costs
 * no more than a condition on the few columns that have it.
 */
export async function hasWords(phrase: string, question: Question): Promise<string> {
  const { layout, shown, dictionary } = question
  const inRest = (value: Scalar) => textsOfRest(value).some(hasPhrase(phrase))
  const conditions = [await byType(phrase, question), await inPlaces(phrase, question)]
  for (const [at, field] of layout.fields.entries()) {
    if (!isSearched(field) || (await dictionary.next(at)) === 1) continue
    const isRest = at === layout.rest
    const visit = isRest
      ? (see: (id: number, value: Scalar) => void) => dictionary.visit(at, see)
      : shown.of(field)
    const test = isRest ? inRest : hasPhrase(phrase)
    conditions.push(await members(columnName(at), { visit, test }, question))
  }
  return either(conditions)
}
