import type { Cell } from '../cell.ts'

const two = (number: number) => String(number).padStart(2, '0')

const monthName = new Intl.DateTimeFormat('en-US', { month: 'long', timeZone: 'UTC' })

type Print = (start: Temporal.ZonedDateTime) => string

const day: Print = (start) => start.toPlainDate().toString()

const bucketText: Readonly<Record<string, Print>> = {
  hour: (start) => `${day(start)} @${two(start.hour)}:00`,
  day,
  week: day,
  month: ({ year, month }) => `${monthName.format(Date.UTC(year, month - 1))}, ${year}`,
}

const instant = (seconds: number) => Temporal.Instant.fromEpochMilliseconds(seconds * 1000)

/** A moment, always in UTC, whatever `--timezone` says. */
export const momentCell = (seconds: unknown): Cell =>
  typeof seconds === 'number' ? instant(seconds) : String(seconds ?? '')

/**
 * The start of an hour, day, week or month, as Commander writes it, on the clock of the report's zone. The hour that
 * comes twice when a clock goes back is written twice.
 */
export function bucketCell(seconds: unknown, reportType: string, zone: string): Cell {
  const print = bucketText[reportType]
  return typeof seconds === 'number' && print
    ? print(instant(seconds).toZonedDateTimeISO(zone))
    : momentCell(seconds)
}
