/** A stretch of time in epoch milliseconds: `from` belongs to it, `before` does not. */
export type Span = { readonly from: number; readonly before: number }

/** Whether the runtime knows the time zone: an IANA name (`Europe/Berlin`) or a fixed offset (`+05:30`). */
export function isZone(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone)
    return true
  } catch {
    return false
  }
}

/** An instant as a clock on a wall in the zone shows it. */
export const inZone = (milliseconds: number, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(milliseconds).toZonedDateTimeISO(zone)

/** When a day begins in the zone. That is not always midnight: a clock may jump over it. */
export const dayStart = (date: Temporal.PlainDate, zone: string): number =>
  date.toZonedDateTime(zone).epochMilliseconds
