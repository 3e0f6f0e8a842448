/** Milliseconds. */
export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

/** The time that the history tells of: from midnight (UTC) of its first day to the moment when the server started. */
export type TimeSpan = {
  readonly start: number
  /** On the first day people move in; from then on it is a place like any other. */
  readonly settled: number
  readonly end: number
  /** The moment after this part, from 0 to 1, of the time since everybody is settled. */
  part(of: number): number
  /** As `part`, moved to a time of that day at which people work, on a weekday unless the span is too short for that. */
  workingTime(of: number): number
}

const dayStart = (time: number): number => time - (time % day)

export function isWeekend(time: number): boolean {
  const weekday = new Date(time).getUTCDay()
  return weekday === 0 || weekday === 6
}

const firstWorkingHour = 9
const workingHours = 7
const settledHour = 15
const longEnough = 14 * day

/** The last so many days before `end`. */
export function lastDays(days: number, end: number): TimeSpan {
  const start = dayStart(end) - days * day
  const settled = start + settledHour * hour
  const part = (of: number) => Math.round(settled + of * (end - settled))
  return {
    start,
    settled,
    end,
    part,
    workingTime(of) {
      const time = part(of)
      const isMoved = end - start >= longEnough && isWeekend(time)
      const offset = ((time % day) / day) * workingHours * hour
      const moved = dayStart(time) + firstWorkingHour * hour + offset + (isMoved ? 2 * day : 0)
      return Math.round(Math.max(settled, Math.min(moved, end - hour)))
    },
  }
}
