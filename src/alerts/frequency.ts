import { z } from 'zod'

/**
 * How often somebody is told (Keeper's): at every occurrence, at every Nth, or once in a while, counted from the first. A message
 * goes out only at an occurrence: nothing is sent because a while has ended.
 */
export type Frequency = {
  readonly period: 'event' | 'minutes' | 'hour' | 'day'
  readonly count: number
}

const periods: Readonly<Record<string, Frequency['period']>> = {
  e: 'event',
  event: 'event',
  m: 'minutes',
  minute: 'minutes',
  minutes: 'minutes',
  h: 'hour',
  hour: 'hour',
  hours: 'hour',
  d: 'day',
  day: 'day',
  days: 'day',
}

const periodMs = { event: 0, minutes: 60_000, hour: 3_600_000, day: 86_400_000 } as const
const mostCount = 100_000

/** `[N:]event|minute|hour|day`, or the first letter. A number below one is one. Undefined for a text that is none. */
function readFrequency(text: string): Frequency | undefined {
  const [, digits = '1', word = ''] =
    /^(?:(-?\d{1,6}):)?([a-z]+)$/.exec(text.trim().toLowerCase()) ?? []
  const period = periods[word]
  const count = Number(digits)
  if (!period || count > mostCount) return undefined
  return { period, count: Math.max(1, count) }
}

const text = z.string().transform((given, issues) => {
  const read = readFrequency(given)
  if (read) return read
  issues.addIssue('is no frequency')
  return z.NEVER
})

const parts = z.strictObject({
  period: z.enum(['event', 'minutes', 'hour', 'day']),
  count: z.int().min(1).max(mostCount).default(1),
})

export const frequency = z.union([parts, text], {
  error: 'must be [N:]event, [N:]minute, [N:]hour or [N:]day',
})

const words = { event: '', minutes: 'Minute(s)', hour: 'Hour(s)', day: 'Day(s)' } as const

/** As Commander shows it. */
export function frequencyLabel({ period, count }: Frequency): string {
  if (period !== 'event') return `${count} ${words[period]} from First Occurrence`
  return count > 1 ? `${count} of Occurrences Triggered` : 'Every Occurrence'
}

/** For how long it matters that somebody was told. */
export const throttleMs = ({ period, count }: Frequency): number => count * periodMs[period]

/** Since somebody was told: how many occurrences, and when that was. */
export type Told = { readonly occurrences: number; readonly last?: number | undefined }

/**
 * Whether somebody is to be told of an occurrence at `at`, which `told` counts already. An occurrence before the last message
 * may be late; one long before it means that the clock was set back, and then it is better to tell twice than never.
 */
export function isDue({ period, count }: Frequency, { occurrences, last }: Told, at: number) {
  if (period === 'event') return occurrences >= count
  return last === undefined || Math.abs(at - last) >= throttleMs({ period, count })
}
