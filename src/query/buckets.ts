import { inZone } from './zone.ts'

export type BucketSize = 'hour' | 'day' | 'week' | 'month'

const startOf: Readonly<
  Record<BucketSize, (at: Temporal.ZonedDateTime) => Temporal.ZonedDateTime>
> = {
  hour: (at) => at.round({ smallestUnit: 'hour', roundingMode: 'floor' }),
  day: (at) => at.startOfDay(),
  week: (at) => at.subtract({ days: at.dayOfWeek - 1 }).startOfDay(),
  month: (at) => at.with({ day: 1 }).startOfDay(),
}

const quarterHour = 900_000

/**
 * Tells when the hour, day, week or month of an instant began in a zone; both in epoch milliseconds. Weeks begin on
 * Monday (ISO 8601; Keeper does not say). Where the clock goes back, the two equal hours are two buckets.
 */
export function bucketStarts(size: BucketSize, zone: string): (milliseconds: number) => number {
  let quarter = Number.NaN
  let start = Number.NaN
  return (milliseconds) => {
    // Every zone's clock has changed on a quarter hour since 1972, so neighbours in time share their bucket.
    const found = Math.floor(milliseconds / quarterHour)
    if (found === quarter) return start
    quarter = found
    start = startOf[size](inZone(milliseconds, zone)).epochMilliseconds
    return start
  }
}
