import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type BucketSize, bucketStarts } from './buckets.ts'

const start = (size: BucketSize, zone: string, at: string) =>
  new Date(bucketStarts(size, zone)(Date.parse(at))).toISOString()

test.each([
  ['hour', 'UTC', '2026-11-21T07:30:51.999Z', '2026-11-21T07:00:00.000Z'],
  ['day', 'UTC', '2026-11-21T07:30:51.999Z', '2026-11-21T00:00:00.000Z'],
  ['week', 'UTC', '2026-11-21T07:30:51.999Z', '2026-11-16T00:00:00.000Z'],
  ['week', 'UTC', '2026-11-22T23:59:59.999Z', '2026-11-16T00:00:00.000Z'],
  ['week', 'UTC', '2026-11-23T00:00:00.000Z', '2026-11-23T00:00:00.000Z'],
  ['month', 'UTC', '2026-11-21T07:30:51.999Z', '2026-11-01T00:00:00.000Z'],
  ['hour', 'Asia/Kolkata', '2026-11-21T07:35:00Z', '2026-11-21T07:30:00.000Z'],
  ['day', 'Asia/Kolkata', '2026-11-21T18:45:00Z', '2026-11-21T18:30:00.000Z'],
  ['day', 'Europe/Berlin', '2026-10-25T22:30:00Z', '2026-10-24T22:00:00.000Z'],
  ['day', 'Europe/Berlin', '2026-03-29T21:59:59Z', '2026-03-28T23:00:00.000Z'],
  ['week', 'Europe/Berlin', '2026-03-29T21:59:59Z', '2026-03-22T23:00:00.000Z'],
  ['month', 'Europe/Berlin', '2026-10-31T22:30:00Z', '2026-09-30T22:00:00.000Z'],
  ['day', 'America/New_York', '2026-11-02T04:30:00Z', '2026-11-01T04:00:00.000Z'],
  ['month', 'America/New_York', '2026-11-02T04:30:00Z', '2026-11-01T04:00:00.000Z'],
  ['hour', 'Australia/Lord_Howe', '2026-04-04T15:15:00Z', '2026-04-04T14:00:00.000Z'],
] as const)('the %s in %s of %s began at %s', (size, zone, at, expected) => {
  expect(start(size, zone, at)).toBe(expected)
})

test('the hour that comes twice is two buckets', () => {
  expect(start('hour', 'Europe/Berlin', '2026-10-25T00:30:00Z')).toBe('2026-10-25T00:00:00.000Z')
  expect(start('hour', 'Europe/Berlin', '2026-10-25T01:30:00Z')).toBe('2026-10-25T01:00:00.000Z')
})

test('what was asked before does not change the answer', () => {
  const times = fc.array(fc.integer({ min: 1_500_000_000_000, max: 1_900_000_000_000 }), {
    minLength: 1,
  })
  const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe')
  const sizes = fc.constantFrom('hour', 'day', 'week', 'month')
  fc.assert(
    fc.property(times, zones, sizes, (asked, zone, size) => {
      const remembering = bucketStarts(size, zone)
      const near = asked.flatMap((at) => [at, at + 600_000, at + 3_600_000])
      for (const at of near) expect(remembering(at)).toBe(bucketStarts(size, zone)(at))
    }),
  )
})

test('a bucket begins at or before its events, and is its own start', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 4_000_000_000_000 }),
      fc.constantFrom('UTC', 'Europe/Berlin', 'America/Santiago', 'Asia/Kathmandu'),
      fc.constantFrom('hour', 'day', 'week', 'month'),
      (at, zone, size) => {
        const began = bucketStarts(size, zone)(at)
        expect(began).toBeLessThanOrEqual(at)
        expect(bucketStarts(size, zone)(began)).toBe(began)
      },
    ),
  )
})
