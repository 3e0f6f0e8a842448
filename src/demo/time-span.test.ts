import { expect, test } from 'vitest'
import { day, hour, isWeekend, lastDays } from './time-span.ts'

const end = Date.parse('2026-11-23T09:30:00Z')

test('a span begins at the midnight so many days ago and ends now', () => {
  const { start, settled } = lastDays(90, end)
  expect(new Date(start).toISOString()).toBe('2026-08-25T00:00:00.000Z')
  expect(new Date(settled).toISOString()).toBe('2026-08-25T15:00:00.000Z')
  expect(lastDays(90, end).part(1)).toBe(end)
})

test('working times lie on weekdays, in the hours of the day at which people work, and inside the span', () => {
  const span = lastDays(90, end)
  for (let part = 0.02; part < 0.98; part += 0.02) {
    const time = span.workingTime(part)
    expect(isWeekend(time)).toBe(false)
    expect(Math.floor((time % day) / hour)).toBeGreaterThanOrEqual(9)
    expect(Math.floor((time % day) / hour)).toBeLessThan(16)
    expect(time).toBeLessThan(end)
  }
})

test('a span too short to wait for Monday keeps its working times in order', () => {
  const span = lastDays(3, end)
  const times = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9].map(span.workingTime)
  expect(times).toEqual(times.toSorted((one, other) => one - other))
})
