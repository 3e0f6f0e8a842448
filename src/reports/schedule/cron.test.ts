import { describe, expect, test } from 'vitest'
import { cronField, nextDue, timesDue, zoneField } from './cron.ts'

/** The next moments at which something is due, in UTC. */
function due(
  cron: string,
  timezone: string,
  { after, many = 3 }: { after: string; many?: number },
) {
  const found: string[] = []
  let at: number | undefined = Date.parse(after)
  while (found.length < many) {
    at = nextDue({ cron, timezone }, at)
    if (at === undefined) return found
    found.push(new Date(at).toISOString().replace(':00.000Z', 'Z'))
  }
  return found
}

test('seven in the morning is seven on the clock of the zone, in winter and in summer', () => {
  expect(due('0 7 * * *', 'Europe/Berlin', { after: '2026-03-27T12:00Z' })).toEqual([
    '2026-03-28T06:00Z',
    '2026-03-29T05:00Z',
    '2026-03-30T05:00Z',
  ])
})

describe('when the clock jumps over it', () => {
  test.each([
    ['30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00Z', '2026-03-29T01:00Z', '2026-03-30T00:30Z'],
    [
      '30 2 * * *',
      'America/New_York',
      '2026-03-07T12:00Z',
      '2026-03-08T07:00Z',
      '2026-03-09T06:30Z',
    ],
    ['0 0 * * *', 'Asia/Beirut', '2026-03-28T12:00Z', '2026-03-28T22:00Z', '2026-03-29T21:00Z'],
    // Half an hour only.
    [
      '15 2 * * *',
      'Australia/Lord_Howe',
      '2026-10-02T20:00Z',
      '2026-10-03T15:30Z',
      '2026-10-04T15:15Z',
    ],
    // A whole day: Samoa had no 30 December in 2011.
    ['0 9 30 12 *', 'Pacific/Apia', '2011-12-01T00:00Z', '2011-12-30T10:00Z', '2012-12-29T19:00Z'],
  ])('%s in %s is due when it has jumped', (cron, zone, after, first, second) => {
    expect(due(cron, zone, { after, many: 2 })).toEqual([first, second])
  })

  test('all that fell into the gap is due once', () => {
    expect(due('15,45 2 * * *', 'Europe/Berlin', { after: '2026-03-28T12:00Z' })).toEqual([
      '2026-03-29T01:00Z',
      '2026-03-30T00:15Z',
      '2026-03-30T00:45Z',
    ])
  })
})

describe('when the clock shows it twice', () => {
  test('it is due the first time', () => {
    expect(due('30 2 * * *', 'Europe/Berlin', { after: '2026-10-24T12:00Z', many: 2 })).toEqual([
      '2026-10-25T00:30Z',
      '2026-10-26T01:30Z',
    ])
  })

  test.each(['2026-10-25T00:30Z', '2026-10-25T00:59Z', '2026-10-25T01:10Z', '2026-10-25T01:30Z'])(
    'and not once more for who asks at %s, between the two or at the second',
    (after) => {
      expect(due('30 2 * * *', 'Europe/Berlin', { after, many: 1 })).toEqual(['2026-10-26T01:30Z'])
    },
  )
})

describe('an expression for all hours follows the time that passes', () => {
  test.each([
    ['when the hour comes twice', '2026-10-25T00:10Z'],
    ['when an hour is left out', '2026-03-29T00:10Z'],
    ['on any other day', '2026-07-01T00:10Z'],
  ])('every quarter of an hour, %s', (_, after) => {
    const first = Date.parse(after) + 5 * 60_000
    const expected = Array.from({ length: 12 }, (__, at) =>
      new Date(first + at * 900_000).toISOString().replace(':00.000Z', 'Z'),
    )
    expect(due('*/15 * * * *', 'Europe/Berlin', { after, many: 12 })).toEqual(expected)
  })

  test('hourly where the clock moves by half an hour', () => {
    expect(due('@hourly', 'Australia/Lord_Howe', { after: '2026-04-04T13:30Z' })).toEqual([
      '2026-04-04T14:00Z',
      '2026-04-04T15:30Z',
      '2026-04-04T16:30Z',
    ])
  })
})

test.each([
  ['0 6 L * *', 'the last day of the month', ['2026-01-31T06:00Z', '2026-02-28T06:00Z']],
  ['0 8 * * MON-FRI', 'working days', ['2026-01-05T08:00Z', '2026-01-06T08:00Z']],
  ['0 8 2 * 1', 'a day of the month or of the week', ['2026-01-05T08:00Z', '2026-01-12T08:00Z']],
  ['@weekly', 'Sundays at midnight', ['2026-01-04T00:00Z', '2026-01-11T00:00Z']],
])('%s is %s', (cron, _, expected) => {
  expect(due(cron, 'UTC', { after: '2026-01-03T12:00Z', many: 2 })).toEqual(expected)
})

test('what was due while nobody looked is counted', () => {
  const daily = { cron: '0 7 * * *', timezone: 'UTC' }
  const [after, until] = [Date.parse('2026-01-01T07:00Z'), Date.parse('2026-01-05T07:00Z')]
  expect(timesDue(daily, after, until)).toBe(4)
  expect(timesDue({ ...daily, cron: '* * * * *' }, 0, until)).toBe(10_000)
})

test.each([
  ['0 7 * *', 'exactly five'],
  ['61 7 * * *', 'minute: 61'],
  ['0 0 7 * * *', '5 parts'],
  ['0 0 30 2 *', 'never comes true'],
  ['soon', 'cannot be read'],
  ['', 'cannot be read'],
])('%j is refused: %s', (cron, says) => {
  expect(cronField.safeParse(cron).error?.issues[0]?.message).toContain(says)
})

test('a zone that nobody knows is refused', () => {
  expect(zoneField.safeParse('Mars/Olympus').error?.issues[0]?.message).toContain('IANA')
})
