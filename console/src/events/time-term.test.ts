import { expect, test } from 'vitest'
import { bucketOf, conditionOf, lengthOf, withTime } from './time-term.ts'

const day = 86_400_000

test('another time takes the place of the one that stands there, wherever that is', () => {
  expect(withTime('device:runner last:24h', 'last:7d')).toBe('last:7d device:runner')
  expect(withTime('time:2026-01-01..2026-01-02 -created:today x', 'last:1h')).toBe('last:1h x')
  expect(withTime('last:24h device:runner', undefined)).toBe('device:runner')
})

test('a value that could mean more than itself is written so that it does not', () => {
  expect(conditionOf('device', 'runner-1')).toBe('device:runner-1')
  expect(conditionOf('device', 'build server')).toBe('device:"build server"')
  expect(conditionOf('device', 'a"b\\c d')).toBe('device:"a\\"b\\\\c d"')
  expect(conditionOf('device', 'all*')).toBe('device:all\\*')
})

test('the length of a time is known where it is written', () => {
  expect(lengthOf('last:15m x')).toBe(900_000)
  expect(lengthOf('time:2026-01-01..2026-01-03')).toBe(2 * day)
  expect(lengthOf('created:last_month')).toBeUndefined()
  expect(lengthOf('x')).toBeUndefined()
})

test.each([
  ['last:24h', 'hour'],
  ['last:7d', 'day'],
  ['last:90d', 'day'],
  ['last:52w', 'week'],
  ['last:900d', 'month'],
  ['x', 'day'],
])('the bars of %s stand for a whole %s each', (text, bucket) => {
  expect(bucketOf(text)).toBe(bucket)
})
