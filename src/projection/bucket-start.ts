import { type BucketSize, bucketStarts } from '../query/buckets.ts'
import { inZone, type Span } from '../query/zone.ts'
import type { Dialect } from './dialect.ts'
import { everything } from './sql-text.ts'

/** A stretch in which a zone's clock keeps its distance from UTC, in milliseconds. */
type Steady = Span & { readonly offset: number }

const hour = 3_600_000
const day = 24 * hour
const week = 7 * day
/** From the Monday before 1970 to 1970. */
const sinceMonday = 3 * day
const quarterHour = hour / 4

/** Longer than any bucket. */
const longest: Readonly<Record<BucketSize, number>> = {
  hour: 4 * hour,
  day: 2 * day,
  week: 9 * day,
  month: 33 * day,
}

/** The steady stretches of a zone that a span touches. */
function steadyIn(zone: string, { from, before }: Span): readonly Steady[] {
  const found: Steady[] = []
  for (let at = from; at < before; ) {
    const here = inZone(at, zone)
    const next = here.getTimeZoneTransition('next')?.epochMilliseconds ?? Infinity
    found.push({ from: at, before: next, offset: here.offsetNanoseconds / 1e6 })
    at = next
  }
  return found
}

const shifted = (milliseconds: number) =>
  milliseconds < 0 ? `time - ${-milliseconds}` : `time + ${milliseconds}`

/** When the bucket began of times that are all as far from UTC. */
function steadyStart(size: BucketSize, offset: number, dialect: Dialect): string {
  if (size === 'month') {
    const start = dialect.monthStart(shifted(offset))
    return `${start} - (${offset})`
  }
  const length = { hour, day, week }[size]
  const local = shifted(offset + (size === 'week' ? sinceMonday : 0))
  return `time - ((${local}) % ${length} + ${length}) % ${length}`
}

/** When the bucket ends that a time lies in: the first quarter hour with another start. */
function bucketEnd(size: BucketSize, startOf: (at: number) => number, at: number): number {
  const start = startOf(at)
  let inside = Math.floor(at / quarterHour)
  let outside = Math.ceil((at + longest[size]) / quarterHour)
  while (outside - inside > 1) {
    const middle = Math.floor((inside + outside) / 2)
    if (startOf(middle * quarterHour) === start) inside = middle
    else outside = middle
  }
  return outside * quarterHour
}

/**
 * When the bucket of a row's `time` began, as `bucketStarts` has it, for rows whose time lies in the span. Between two changes of
 * a zone's clock that is arithmetic; the bucket that a change falls into, and the first, are looked up and written out.
 */
export function bucketStart(
  { size, zone, span }: { readonly size: BucketSize; readonly zone: string; readonly span: Span },
  dialect: Dialect,
): string {
  const startOf = bucketStarts(size, zone)
  const steady = steadyIn(zone, span)
  const cases = steady.flatMap(({ from, before, offset }) => {
    const end = Math.min(bucketEnd(size, startOf, from), before)
    const regular = `when time < ${before} then ${steadyStart(size, offset, dialect)}`
    return [`when time < ${end} then ${dialect.long(startOf(from))}`, regular]
  })
  return `case ${cases.map((one) => one.replace('time < Infinity', everything)).join(' ')} else ${dialect.long(0)} end`
}
