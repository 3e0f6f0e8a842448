import { expect, test } from 'vitest'
import { frequency, frequencyLabel, isDue } from './frequency.ts'

test.each([
  ['event', { period: 'event', count: 1 }, 'Every Occurrence'],
  ['3:event', { period: 'event', count: 3 }, '3 of Occurrences Triggered'],
  ['5:e', { period: 'event', count: 5 }, '5 of Occurrences Triggered'],
  ['10:minute', { period: 'minutes', count: 10 }, '10 Minute(s) from First Occurrence'],
  ['h', { period: 'hour', count: 1 }, '1 Hour(s) from First Occurrence'],
  ['0:day', { period: 'day', count: 1 }, '1 Day(s) from First Occurrence'],
  ['-4:event', { period: 'event', count: 1 }, 'Every Occurrence'],
])('%j is read and shown as Commander does', (text, read, label) => {
  const parsed = frequency.parse(text)
  expect(parsed).toEqual(read)
  expect(frequencyLabel(parsed)).toBe(label)
})

test.each(['often', '1:', ':event', '1:year', '9999999:event'])('%j is refused', (text) => {
  expect(frequency.safeParse(text).success).toBe(false)
})

const hourly = { period: 'hour', count: 1 } as const
const hour = 3_600_000

test.each([
  ['the first occurrence', undefined, 0, true],
  ['one within the hour', 10 * hour, 10 * hour + 1, false],
  ['one when the hour is over', 10 * hour, 11 * hour, true],
  ['one that comes late', 10 * hour, 10 * hour - 1, false],
  ['one long before the last: the clock was set back', 10 * hour, hour, true],
])('once in an hour: %s', (_, last, at, isTold) => {
  expect(isDue(hourly, { occurrences: 1, last }, at)).toBe(isTold)
})
