import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { queryFields } from './field.ts'
import { parseQuery } from './query.ts'
import { timeSpan } from './time.ts'

const berlin = 'Europe/Berlin'
const newYork = 'America/New_York'
const iso = (milliseconds: number) =>
  Number.isFinite(milliseconds) ? new Date(milliseconds).toISOString() : String(milliseconds)

const fields = queryFields()

/** `from – before` of each stretch that Commander's `created` means, readable. */
const spans = (created: unknown, zone = 'UTC', now = '2026-11-23T12:00:00Z') =>
  parseQuery({ filter: { created } }, fields)
    .where.map(({ values }) =>
      values
        .map((value) => timeSpan(value, { zone, now: new Date(now) }))
        .map(({ from, before }) => `${iso(from)} – ${iso(before)}`)
        .join(' + '),
    )
    .join(' and ')

describe('presets', () => {
  test.each([
    ['today', '2026-11-23T00:00:00.000Z – 2026-11-24T00:00:00.000Z'],
    ['yesterday', '2026-11-22T00:00:00.000Z – 2026-11-23T00:00:00.000Z'],
    ['last_24_hours', '2026-11-22T12:00:00.000Z – Infinity'],
    ['last_7_days', '2026-11-16T12:00:00.000Z – Infinity'],
    ['last_30_days', '2026-10-24T12:00:00.000Z – Infinity'],
    ['month_to_date', '2026-11-01T00:00:00.000Z – Infinity'],
    ['last_month', '2026-10-01T00:00:00.000Z – 2026-11-01T00:00:00.000Z'],
    ['year_to_date', '2026-01-01T00:00:00.000Z – Infinity'],
    ['last_year', '2025-01-01T00:00:00.000Z – 2026-01-01T00:00:00.000Z'],
    [' TODAY ', '2026-11-23T00:00:00.000Z – 2026-11-24T00:00:00.000Z'],
  ])('%s', (preset, expected) => expect(spans(preset)).toBe(expected))

  test('today is the day of the zone, not of UTC', () => {
    expect(spans('today', berlin, '2026-11-23T23:30:00Z')).toBe(
      '2026-11-23T23:00:00.000Z – 2026-11-24T23:00:00.000Z',
    )
    expect(spans('today', newYork, '2026-11-23T03:00:00Z')).toBe(
      '2026-11-22T05:00:00.000Z – 2026-11-23T05:00:00.000Z',
    )
  })

  test('the day the clock goes forward has 23 hours, the day it goes back 25', () => {
    expect(spans('today', berlin, '2026-03-29T12:00:00Z')).toBe(
      '2026-03-28T23:00:00.000Z – 2026-03-29T22:00:00.000Z',
    )
    expect(spans('yesterday', berlin, '2026-10-26T12:00:00Z')).toBe(
      '2026-10-24T22:00:00.000Z – 2026-10-25T23:00:00.000Z',
    )
    expect(spans('today', newYork, '2026-03-08T12:00:00Z')).toBe(
      '2026-03-08T05:00:00.000Z – 2026-03-09T04:00:00.000Z',
    )
    expect(spans('today', newYork, '2026-11-01T12:00:00Z')).toBe(
      '2026-11-01T04:00:00.000Z – 2026-11-02T05:00:00.000Z',
    )
  })

  test('last_7_days keeps the time of day over a clock change', () => {
    expect(spans('last_7_days', berlin, '2026-10-28T12:00:00Z')).toBe(
      '2026-10-21T11:00:00.000Z – Infinity',
    )
  })

  test('a day whose midnight the clock jumps over begins when the clock does', () => {
    expect(spans('today', 'America/Santiago', '2026-09-06T12:00:00Z')).toBe(
      '2026-09-06T04:00:00.000Z – 2026-09-07T03:00:00.000Z',
    )
  })

  test('last_month in January is December', () => {
    expect(spans('last_month', 'UTC', '2026-01-31T12:00:00Z')).toBe(
      '2025-12-01T00:00:00.000Z – 2026-01-01T00:00:00.000Z',
    )
  })
})

describe('operators and ranges', () => {
  test.each([
    ['>= 2026-11-10', '2026-11-10T00:00:00.000Z – Infinity'],
    ['>2026-11-10', '2026-11-10T00:00:01.000Z – Infinity'],
    ['<= 2026-11-10', '-Infinity – 2026-11-10T00:00:01.000Z'],
    ['< 2026-11-10', '-Infinity – 2026-11-10T00:00:00.000Z'],
    ['2026-11-10', '2026-11-10T00:00:00.000Z – 2026-11-11T00:00:00.000Z'],
    ['= 2026-11-10T07:30:51Z', '2026-11-10T07:30:51.000Z – 2026-11-10T07:30:52.000Z'],
    ['=1794297600', '2026-11-10T08:00:00.000Z – 2026-11-10T08:00:01.000Z'],
    ['BETWEEN 2026-11-10 AND 1794297600', '2026-11-10T00:00:00.000Z – 2026-11-10T08:00:01.000Z'],
    [
      'in (2026-11-10, 2026-11-12T01:02:03Z)',
      '2026-11-10T00:00:00.000Z – 2026-11-11T00:00:00.000Z + 2026-11-12T01:02:03.000Z – 2026-11-12T01:02:04.000Z',
    ],
    ['>= 2026-11-10T08:00:00+02:00', '2026-11-10T06:00:00.000Z – Infinity'],
  ])('%s', (text, expected) => expect(spans(text)).toBe(expected))

  test('a zone moves what has none of its own, and leaves Z and offsets alone', () => {
    expect(spans('>= 2026-11-10', newYork)).toBe('2026-11-10T05:00:00.000Z – Infinity')
    expect(spans('>= 2026-11-10T00:00:00', newYork)).toBe('2026-11-10T05:00:00.000Z – Infinity')
    expect(spans('>= 2026-11-10T00:00:00Z', newYork)).toBe('2026-11-10T00:00:00.000Z – Infinity')
    expect(spans('2026-10-25', berlin)).toBe('2026-10-24T22:00:00.000Z – 2026-10-25T23:00:00.000Z')
  })

  test('bounds in seconds take in whole seconds, unless excluded', () => {
    expect(spans({ min: 10, max: 20 })).toBe(
      '1970-01-01T00:00:10.000Z – Infinity and -Infinity – 1970-01-01T00:00:21.000Z',
    )
    expect(spans({ min: 10, max: 20, exclude_min: true, exclude_max: true })).toBe(
      '1970-01-01T00:00:11.000Z – Infinity and -Infinity – 1970-01-01T00:00:20.000Z',
    )
    expect(spans({})).toBe('')
  })

  test.each([
    ['', '"" is not a time'],
    ['last_week', '"last_week" is not a time'],
    ['>= 2026-02-30', '"2026-02-30T00:00:00" is not a time'],
    ['2026-13-01', '"2026-13-01" is not a time'],
    ['>= 10/11/2026', '"10/11/2026" is not a time'],
    ['in ()', '"" is not a time'],
    ['in (2026-11-10,)', '"" is not a time'],
    ['between 2026-11-10', '"between 2026-11-10" is not a time'],
    ['between 2026-11-11 and 2026-11-10', '"2026-11-11T00:00:00" is after "2026-11-10T00:00:00"'],
    ['2026-11-10T25:00:00Z', '"2026-11-10T25:00:00Z" is not a time'],
  ])('%j is refused with what is wrong', (text, complaint) =>
    expect(() => spans(text)).toThrow(complaint),
  )

  test('whatever is typed is understood or refused with a sentence, never anything else', () => {
    const words = fc.constantFrom(
      '>=',
      '<',
      '=',
      'in (',
      ')',
      'between ',
      ' and ',
      ',',
      '2026-11-10',
    )
    const typed = fc.oneof(
      fc.string(),
      fc.array(fc.oneof(words, fc.string({ maxLength: 4 }))).map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(typed, (text) => {
        try {
          return spans(text).length > 0
        } catch (error) {
          return error instanceof Error && error.name === 'Failure'
        }
      }),
      { numRuns: 2_000 },
    )
  })
})
