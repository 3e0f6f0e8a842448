import { knownNames } from '../events/catalog.ts'
import type { Catalog } from '../events/shown-event.ts'
import { readAsked, troubleSentence } from '../query/asked.ts'
import type { Condition } from '../query/condition.ts'
import { type Fields, findField } from '../query/field.ts'
import { keeperLists } from '../query/keeper-lists.ts'
import type { Filter } from './rule.ts'

const listed = (filter: Filter): readonly Condition[] =>
  (Object.keys(keeperLists) as (keyof typeof keeperLists)[])
    .filter((name) => filter[name].length > 0)
    .map((name) => ({ field: keeperLists[name], values: filter[name] }))

/** Everything that an event must meet. */
export function conditionsOf(filter: Filter, fields: Fields): readonly Condition[] {
  const asked = { ...(filter.q !== '' && { q: filter.q }), where: listed(filter) }
  const read = readAsked(asked, fields)
  if ('trouble' in read) throw new Error(`a filter that was kept: ${troubleSentence(read.trouble)}`)
  return read.where
}

const isConditionsAlone = (read: {
  report_type: string
  limit?: unknown
  before?: unknown
  after?: unknown
}) =>
  read.report_type === 'raw' &&
  read.limit === undefined &&
  read.before === undefined &&
  read.after === undefined

function unknownEvent({ audit_event }: Filter, catalog: Catalog): string | undefined {
  const known = new Set([...catalog.keys(), ...knownNames.map(({ name }) => name)])
  return audit_event.find((name) => !name.includes('*') && !known.has(name.toLowerCase()))
}

/** What is wrong with a filter, in a sentence, or undefined. An alert is about now: it asks for no times. */
export function filterTrouble(
  filter: Filter,
  { fields, catalog }: { readonly fields: Fields; readonly catalog: Catalog },
): string | undefined {
  const stranger = unknownEvent(filter, catalog)
  if (stranger !== undefined) return 'audit_event: names an event type that there is not'
  const read = readAsked({ ...(filter.q !== '' && { q: filter.q }), where: listed(filter) }, fields)
  if ('trouble' in read) return troubleSentence(read.trouble)
  if (!isConditionsAlone(read)) return 'q: must be conditions alone'
  const timed = read.where.find(({ field }) =>
    ['time', 'ago'].includes(findField(fields, field)?.kind ?? ''),
  )
  return timed && `q: ${timed.field} has no place in an alert, which is about what happens now`
}

const quoted = (text: string) =>
  /[\s",]/.test(text) ? `"${text.replaceAll(/(["\\])/g, '\\$1')}"` : text

/** A filter as the text of a query. */
export function filterText(filter: Filter): string {
  const parts = listed(filter).map(
    ({ field, values }) => `${field}:${values.map(quoted).join(',')}`,
  )
  return [...parts, filter.q].filter(Boolean).join(' ')
}
