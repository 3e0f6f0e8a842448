import type { Condition } from './condition.ts'
import type { Query } from './query.ts'

/** What stands without quotes as it is. */
const bare = /^[^\s",]+$/

/** A backslash is doubled only where it would be taken with what follows. */
const quoted = (value: string) =>
  `"${value.replaceAll(/\\(?=["\\]|$)/g, '\\\\').replaceAll('"', '\\"')}"`

const printValue = (value: string) => (bare.test(value) ? value : quoted(value))

const printValues = (values: readonly string[]) => values.map(printValue).join(',')

/** A condition as a term. Free text has no name, and always quotes. */
function printCondition({ field, values, not }: Condition): string {
  const term = field === 'text' ? values.map(quoted).join(',') : `${field}:${printValues(values)}`
  return not ? `-${term}` : term
}

type Setting = keyof Omit<Query, 'where'>

/** The names that settings have in the text, and what they are when the text does not say. */
const settingNames: Readonly<Record<Setting, { name: string; usual?: string }>> = {
  report_type: { name: 'report', usual: 'raw' },
  columns: { name: 'group' },
  aggregate: { name: 'show' },
  timezone: { name: 'zone', usual: 'UTC' },
  order: { name: 'order', usual: 'descending' },
  limit: { name: 'limit' },
  after: { name: 'after_seq' },
  before: { name: 'before_seq' },
}

function printSetting(query: Query, setting: Setting): string {
  const value = query[setting]
  const { name, usual } = settingNames[setting]
  if (value === undefined || value === usual) return ''
  const values = typeof value === 'object' ? value : [String(value)]
  return values.length > 0 ? `${name}:${printValues(values)}` : ''
}

/** The text of a query: reading it gives the same query again. */
export function printQuery(query: Query): string {
  const settings = (Object.keys(settingNames) as Setting[]).map((one) => printSetting(query, one))
  return [...query.where.map(printCondition), ...settings].filter((term) => term !== '').join(' ')
}
