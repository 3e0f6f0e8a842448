import { invalid } from '../kernel/errors.ts'
import { type CreatedPreset, isCreatedPreset, presetSpan } from './created-preset.ts'
import { dayStart, type Span } from './zone.ts'

/** Bounds in whole epoch seconds, inclusive unless excluded, as on Commander's wire. An event belongs to the second it happened in. */
export type CreatedRange = {
  readonly min?: number | undefined
  readonly max?: number | undefined
  readonly exclude_min?: boolean | undefined
  readonly exclude_max?: boolean | undefined
}

const second = 1000
const maxValues = 100
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

/** What one value covers: a second, or a whole day if it names a day. */
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
  const span = { from: moment(first, zone).from, before: moment(last, zone).from + second }
  if (span.before <= span.from) throw invalid(`"${first}" is after "${last}"; swap them`)
  return span
}

const compare: Readonly<Record<string, (start: number) => Span>> = {
  '>=': (start) => ({ from: start, before: Infinity }),
  '<=': (start) => ({ from: -Infinity, before: start + second }),
  '>': (start) => ({ from: start + second, before: Infinity }),
  '<': (start) => ({ from: -Infinity, before: start }),
}

function listed(list: string, zone: string): readonly Span[] {
  const values = list.split(',')
  if (values.length > maxValues) throw invalid(`in (…) takes at most ${maxValues} times`)
  return values.map((value) => moment(value.trim(), zone))
}

function expressionSpans(text: string, zone: string): readonly Span[] {
  const range = /^between\s+(\S+)\s+and\s+(\S+)$/i.exec(text)
  if (range) return [between(range[1] ?? '', range[2] ?? '', zone)]
  const list = /^in\s*\((.*)\)$/i.exec(text)
  if (list) return listed(list[1] ?? '', zone)
  const [, operator = '=', value = ''] = /^(>=|<=|>|<|=)?\s*(.*)$/s.exec(text) ?? []
  const bound = compare[operator]
  const named = moment(value, zone)
  return [bound ? bound(named.from) : named]
}

const rangeSpan = ({ min, max, exclude_min, exclude_max }: CreatedRange): Span => ({
  from: min === undefined ? -Infinity : (exclude_min ? min + 1 : min) * second,
  before: max === undefined ? Infinity : (exclude_max ? max : max + 1) * second,
})

/**
 * The stretches of time that a `created` filter means. A text is a preset or one of `=`, `>`, `<`, `>=`, `<=`,
 * `in (a, b)`, `between a and b` (no operator is `=`). Values are epoch seconds, `YYYY-MM-DD` or `YYYY-MM-DDThh:mm:ss`,
 * read in `zone` unless they end in `Z` or an offset. In a range a day stands for its first second, as in Commander;
 * with `=` and `in`, where that could hardly ever match, it stands for the whole day.
 *
 * @throws `invalid` with a sentence that quotes what cannot be read.
 */
export function createdSpans(
  created: CreatedPreset | string | CreatedRange,
  { zone, now }: { readonly zone: string; readonly now: Date },
): readonly Span[] {
  if (typeof created !== 'string') return [rangeSpan(created)]
  const text = created.trim()
  const word = text.toLowerCase()
  if (isCreatedPreset(word)) return [presetSpan(word, { zone, now })]
  return expressionSpans(text, zone)
}
