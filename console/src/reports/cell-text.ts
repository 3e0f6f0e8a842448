import type { Scalar } from '../../../src/kernel/canonical-json.ts'
import { day, shortMoment } from '../time.ts'

const isSeconds = (column: string) => /(^|_)created$/.test(column)
const isInstant = (value: Scalar | undefined): value is string =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)

/** The moment that a cell holds, if it holds one: epoch seconds in Commander's columns, RFC 3339 in ours. */
export function momentIn(column: string, value: Scalar | undefined): Date | undefined {
  if (isSeconds(column) && typeof value === 'number') return new Date(value * 1000)
  return isInstant(value) ? new Date(value) : undefined
}

const isMidnight = (moment: Date) =>
  moment.getHours() + moment.getMinutes() + moment.getSeconds() + moment.getMilliseconds() === 0

/** A cell for a reader. A day stands as its date, not as its first second. */
export function cellText(column: string, value: Scalar | undefined): string {
  const moment = momentIn(column, value)
  if (moment) return column === 'created' && isMidnight(moment) ? day(moment) : shortMoment(moment)
  return typeof value === 'number' ? value.toLocaleString() : String(value ?? '')
}

const words: Readonly<Record<string, string>> = {
  occurrences: 'count',
  audit_event_type: 'event',
  ip_address: 'address',
  keeper_version: 'client',
  first_created: 'first',
  last_created: 'last',
}

/** A column's name in words; `distinct(…)` is the plural of what it counts. */
export function columnTitle(column: string): string {
  const [, distinct] = /^distinct\((.+)\)$/.exec(column) ?? []
  const name = distinct ?? column
  const word = (words[name] ?? name).replaceAll('_', ' ')
  if (distinct === undefined) return word.replace(/ uid$/, ' UID')
  const counted = word.replace(/ uid$/, '').replace('username', 'person')
  return { address: 'addresses', person: 'people' }[counted] ?? `${counted}s`
}
