import { Cron } from 'croner'
import { z } from 'zod'
import { inZone, isZone } from '../../query/zone.ts'

/**
 * When something is due: five fields of cron (or `@daily` and its like) on the clock of an IANA zone.
 *
 * The expression is only read and matched by the library, on a clock without summer time; what a change of the clock means is
 * decided here (docs/decisions/0021). A time that the clock jumps over is due when the clock has jumped, once, however many times
 * fell into the gap; a time that comes twice is due the first time. An expression whose hours are all hours follows
 * the time that passes: every quarter of an hour stays every quarter of an hour.
 */
export type Timing = { readonly cron: string; readonly timezone: string }

const read = (cron: string) =>
  new Cron(cron, { timezone: 'UTC', paused: true, mode: cron.startsWith('@') ? 'auto' : '5-part' })

const troubleOf = (error: unknown) =>
  `cannot be read: ${(error as Error).message.replace(/^CronPattern:\s*/, '')}`

/** Five fields, or a nickname; it must come true some day. */
export const cronField = z
  .string()
  .trim()
  .max(120)
  .superRefine((cron, context) => {
    try {
      if (!read(cron).nextRun(new Date(0))) context.addIssue('never comes true')
    } catch (error) {
      context.addIssue(troubleOf(error))
    }
  })

export const zoneField = z
  .string()
  .max(64)
  .refine(isZone, 'must be an IANA time zone such as Europe/Berlin')

/** A clock on the wall as if it knew no zone: what it shows, in milliseconds. */
const onWall = (at: number, zone: string) =>
  inZone(at, zone).toPlainDateTime().toZonedDateTime('UTC').epochMilliseconds

const plainOf = (wall: number) => inZone(wall, 'UTC').toPlainDateTime()

/** When a wall clock first shows that, or, if it jumps over it, when it has jumped. */
function firstShown(wall: number, zone: string): number {
  const plain = plainOf(wall)
  const shown = plain.toZonedDateTime(zone, { disambiguation: 'earlier' })
  if (shown.toPlainDateTime().equals(plain)) return shown.epochMilliseconds
  return shown.getTimeZoneTransition('next')?.epochMilliseconds ?? shown.epochMilliseconds
}

type Matching = (after: number) => number | undefined

/** The first match of the wall clock that is shown after a moment. */
function nextShown(after: number, zone: string, match: Matching): number | undefined {
  for (let wall = match(onWall(after, zone)); wall !== undefined; wall = match(wall)) {
    const at = firstShown(wall, zone)
    if (at > after) return at
  }
  return undefined
}

/** The first moment after another whose wall clock matches, both times where a clock shows the same twice. */
function nextPassing(after: number, zone: string, match: Matching): number | undefined {
  let from = after
  for (;;) {
    const wall = match(onWall(from, zone))
    if (wall === undefined) return undefined
    const at = from + wall - onWall(from, zone)
    const change = inZone(from, zone).getTimeZoneTransition('next')?.epochMilliseconds
    if (change === undefined || at < change) return at
    const shown = onWall(change, zone)
    if (match(shown - 1) === shown) return change
    from = change
  }
}

const allHours = (cron: string) => cron === '@hourly' || /^\S+\s+\*\s/.test(cron)

/** When it is due next after a moment, in milliseconds since 1970. Undefined when it is not any more. */
export function nextDue({ cron, timezone }: Timing, after: number): number | undefined {
  const expression = read(cron)
  const match: Matching = (wall) => expression.nextRun(new Date(wall))?.getTime()
  return allHours(cron) ? nextPassing(after, timezone, match) : nextShown(after, timezone, match)
}

const mostCounted = 10_000

/** How often it was due after a moment and until another, which counts; no more than 10,000 are counted. */
export function timesDue(timing: Timing, after: number, until: number): number {
  let count = 0
  let at = nextDue(timing, after)
  for (; at !== undefined && at <= until && count < mostCounted; count++) at = nextDue(timing, at)
  return count
}
