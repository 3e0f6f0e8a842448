import type { Condition } from './condition.ts'
import type { Query } from './query.ts'
import { type Setting, settings } from './setting.ts'

/** What stands without quotes as it is. */
const bare = /^[^\s",]+$/

/** A backslash is doubled only where it would be taken with what follows. */
const quoted = (value: string) =>
  `"${value.replaceAll(/\\(?=["\\]|$)/g, '\\\\').replaceAll('"', '\\"')}"`

const printValue = (value: string) => (bare.test(value) ? value : quoted(value))

/** A condition as a term. Free text has no name, and always quotes. */
export function printCondition({ field, values, not }: Condition): string {
  const term =
    field === 'text' ? values.map(quoted).join(',') : `${field}:${values.map(printValue).join(',')}`
  return not ? `-${term}` : term
}

function printSetting(query: Query, setting: Setting): string {
  const value = query[setting]
  const { name, usual } = settings[setting]
  if (value === undefined || value === usual) return ''
  const values = typeof value === 'object' ? value : [String(value)]
  return values.length > 0 ? `${name}:${values.map(printValue).join(',')}` : ''
}

/** The text of a query: reading it gives the same query again. */
export function printQuery(query: Query): string {
  const set = (Object.keys(settings) as Setting[]).map((setting) => printSetting(query, setting))
  return [...query.where.map(printCondition), ...set].filter((term) => term !== '').join(' ')
}
