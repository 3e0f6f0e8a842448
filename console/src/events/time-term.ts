import { readTerms, type Term } from '../../../src/query/text-terms.ts'

/** What a first visit sees: a day, without the readings that this very console leaves. */
export const usualQuery = 'last:24h -event:events_read'

/** The terms of a text, as far as it can be read: somebody may still be writing it. */
export function termsOf(text: string): readonly Term[] {
  try {
    return readTerms(text)
  } catch {
    return []
  }
}

const startOf = ({ at, not }: Term) => (not ? at - 1 : at)

const timeNames: ReadonlySet<string> = new Set(['last', 'time', 'created', 'timestamp'])

export const isTime = ({ name }: Term): boolean => timeNames.has(name ?? '')

/** The text of a term as it was written. */
export const writtenTerm = (text: string, term: Term): string => text.slice(startOf(term), term.end)

/** The text without one of its terms. */
export const withoutTerm = (text: string, term: Term): string =>
  `${text.slice(0, startOf(term))} ${text.slice(term.end)}`.replaceAll(/ {2,}/g, ' ').trim()

/** The text with one more term. */
export const withTerm = (text: string, term: string): string =>
  text.includes(term) ? text : `${text} ${term}`.trim()

/** The text about another time; undefined is all of it. */
export function withTime(text: string, time: string | undefined): string {
  let rest = text
  for (let term = termsOf(rest).find(isTime); term; term = termsOf(rest).find(isTime))
    rest = withoutTerm(rest, term)
  return time === undefined ? rest : `${time} ${rest}`.trim()
}

/** A value as it must be written. */
const quoted = (value: string) =>
  /^[^\s",]+$/.test(value)
    ? value.replaceAll('*', '\\*')
    : `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`

/** A condition on one field. */
export const conditionOf = (field: string, value: string): string => `${field}:${quoted(value)}`

const unitMs: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}

const [hour, day] = [3_600_000, 86_400_000]

const rangeOf = (text: string): number | undefined => {
  const [from, to] = text.split('..').map((end) => Date.parse(end))
  return from === undefined || to === undefined ? undefined : to - from
}

/** How long the time is that a text asks about; undefined when only the server knows. */
export function lengthOf(text: string): number | undefined {
  const term = termsOf(text).find(isTime)
  const value = term?.values[0]?.text ?? ''
  const [, count, unit = ''] = /^(\d+)([smhdw])$/.exec(value) ?? []
  if (count) return Number(count) * (unitMs[unit] ?? 0)
  return value.includes('..') ? rangeOf(value) : undefined
}

export type Bucket = 'hour' | 'day' | 'week' | 'month'

/** What a bar of the histogram stands for, so that there are neither few nor hundreds. */
export function bucketOf(text: string): Bucket {
  const length = lengthOf(text)
  if (length === undefined) return 'day'
  if (length <= 4 * day + hour) return 'hour'
  if (length <= 130 * day) return 'day'
  return length <= 800 * day ? 'week' : 'month'
}

/** The choices of the range picker. */
export const ranges: readonly { readonly time: string | undefined; readonly label: string }[] = [
  { time: 'last:15m', label: 'Last 15 minutes' },
  { time: 'last:1h', label: 'Last hour' },
  { time: 'last:24h', label: 'Last 24 hours' },
  { time: 'last:7d', label: 'Last 7 days' },
  { time: 'last:30d', label: 'Last 30 days' },
  { time: 'last:90d', label: 'Last 90 days' },
  { time: undefined, label: 'All time' },
]
