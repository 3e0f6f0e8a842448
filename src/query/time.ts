import { invalid } from '../kernel/errors.ts'
import { isTimePreset, presetSpan } from './time-preset.ts'
import { dayStart, inZone, type Span } from './zone.ts'

/** What times are read by: the zone of dates that have none, and the instant that presets are counted from. */
export type Here = { readonly zone: string; readonly now: Date }

const second = 1000
const instantText = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/
const wallText = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?$/
const dateText = /^\d{4}-\d\d-\d\d$/
const secondsText = /^\d{1,11}(\.\d+)?$/

const floor = (milliseconds: number) => Math.floor(milliseconds / second) * second
const oneSecond = (start: number): Span => ({ from: start, before: start + second })

function readMoment(text: string, zone: string): Span | undefined {
  if (secondsText.test(text)) return oneSecond(floor(Number(text) * second))
  if (instantText.test(text)) return oneSecond(floor(Temporal.Instant.from(text).epochMilliseconds))
  if (wallText.test(text)) {
    const wall = Temporal.PlainDateTime.from(text)
    return oneSecond(floor(wall.toZonedDateTime(zone).epochMilliseconds))
  }
  if (!dateText.test(text)) return undefined
  const date = Temporal.PlainDate.from(text)
  return { from: dayStart(date, zone), before: dayStart(date.add({ days: 1 }), zone) }
}

/** What one time covers: the second that it names, or the whole day if it names a day. */
function moment(text: string, zone: string): Span {
  const complaint = `"${text}" is not a time; write a preset, epoch seconds, YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ`
  try {
    const span = readMoment(text, zone)
    if (span) return span
  } catch (cause) {
    throw invalid(complaint, { cause })
  }
  throw invalid(complaint)
}

function between(first: string, last: string, zone: string): Span {
  const span = {
    from: first === '' ? -Infinity : moment(first, zone).from,
    before: last === '' ? Infinity : moment(last, zone).before,
  }
  if (span.before <= span.from) throw invalid(`"${first}" is after "${last}"; swap them`)
  return span
}

const compare: Readonly<Record<string, (named: Span) => Span>> = {
  '>=': ({ from }) => ({ from, before: Infinity }),
  '<=': ({ before }) => ({ from: -Infinity, before }),
  '>': ({ before }) => ({ from: before, before: Infinity }),
  '<': ({ from }) => ({ from: -Infinity, before: from }),
}

/**
 * The stretch of time that a value means: a preset, a time, `a..b` (either end may be missing, both belong to it), or a
 * time after `>`, `>=`, `<`, `<=`. A time is epoch seconds, `YYYY-MM-DD` or `YYYY-MM-DDThh:mm:ss`, read in the zone
 * unless it ends in `Z` or an offset. It covers the second or the whole day that it names.
 *
 * @throws `invalid` with a sentence that quotes what cannot be read.
 */
export function timeSpan(value: string, { zone, now }: Here): Span {
  const text = value.trim()
  const word = text.toLowerCase()
  if (isTimePreset(word)) return presetSpan(word, { zone, now })
  const dots = text.indexOf('..')
  if (dots >= 0 && text !== '..') return between(text.slice(0, dots), text.slice(dots + 2), zone)
  const [, operator = '=', named = ''] = /^(>=|<=|>|<|=)?\s*(.*)$/s.exec(text) ?? []
  const covered = moment(named, zone)
  return compare[operator]?.(covered) ?? covered
}

const units: Readonly<Record<string, Temporal.DurationLike>> = {
  s: { seconds: 1 },
  m: { minutes: 1 },
  h: { hours: 1 },
  d: { days: 1 },
  w: { weeks: 1 },
}

/**
 * From so long ago on: `90s`, `15m`, `24h`, `7d`, `4w`. Days and weeks reach back to the same time of day in the zone.
 *
 * @throws `invalid` with what it must be.
 */
export function agoSpan(value: string, { zone, now }: Here): Span {
  const [, digits, unit = ''] = /^(\d{1,5})([smhdw])$/.exec(value) ?? []
  const one = Object.entries(units[unit] ?? {})[0]
  if (!one || digits === undefined)
    throw invalid('must be a length of time such as 15m, 24h, 7d or 4w')
  const length = { [one[0]]: Number(digits) }
  return {
    from: inZone(now.getTime(), zone).subtract(length).epochMilliseconds,
    before: Infinity,
  }
}
