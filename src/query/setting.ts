import type { Query } from './query.ts'

/** What a query has besides its conditions. */
export type Setting = keyof Omit<Query, 'where'>

type Line = {
  /** Its name in the text of a query. */
  readonly name: string
  readonly reads: 'word' | 'list' | 'number'
  /** What it is when the text does not say. */
  readonly usual?: string
  /** Shorter words that mean the same. */
  readonly short?: Readonly<Record<string, string>>
}

/** The settings by their names in the model. */
export const settings: Readonly<Record<Setting, Line>> = {
  report_type: { name: 'report', reads: 'word', usual: 'raw' },
  columns: { name: 'group', reads: 'list' },
  aggregate: {
    name: 'show',
    reads: 'list',
    short: { first: 'first_created', last: 'last_created' },
  },
  timezone: { name: 'zone', reads: 'word', usual: 'UTC' },
  order: {
    name: 'order',
    reads: 'word',
    usual: 'descending',
    short: { asc: 'ascending', desc: 'descending' },
  },
  limit: { name: 'limit', reads: 'number' },
  after: { name: 'after_seq', reads: 'number' },
  before: { name: 'before_seq', reads: 'number' },
}

/** The names that settings have in the text: no field has one of them. */
export const settingNames: ReadonlySet<string> = new Set(
  Object.values(settings).map(({ name }) => name),
)
