import type { Dialect } from '../dialect.ts'

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

export const duckdbDialect: Dialect = {
  facts: 'facts',
  dictionary: 'dictionary',
  mostPasses: 4,
  quoted,
  long: String,
  text: (value) => `cast(${value} as varchar)`,
  isLike: (text, pattern) => `${text} like ${quoted(pattern)} escape '\\'`,
  countDistinct: (value, none) =>
    `count(distinct ${value})${none === undefined ? '' : ` filter (where ${value} <> ${none})`}`,
  monthStart: (milliseconds) => `epoch_ms(date_trunc('month', make_timestamp_ms(${milliseconds})))`,
  calendar: { from: -Infinity, before: Infinity },
}
