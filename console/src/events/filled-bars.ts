import type { Bar } from './event-data.ts'
import type { Bucket } from './time-term.ts'

const [hourS, dayS] = [3_600, 86_400]

/** Seconds of a step; of the longer ones the bars themselves tell the places. */
const step: Readonly<Partial<Record<Bucket, number>>> = { hour: hourS, day: dayS }

const mostBars = 1_000

/** Bars for the stretches in which nothing happened, too, so that a gap looks like one. */
export function filledBars(
  bars: readonly Bar[],
  { bucket, from, to }: { readonly bucket: Bucket; readonly from: number; readonly to: number },
): readonly Bar[] {
  const [first] = bars
  const length = step[bucket]
  if (!first || !length || (to - from) / length > mostBars) return bars
  const known = new Map(bars.map((bar) => [Math.round(bar.at / length), bar]))
  const start = first.at - Math.ceil(Math.max(0, first.at - from) / length) * length
  const filled: Bar[] = []
  for (let at = start; at <= to; at += length)
    filled.push(known.get(Math.round(at / length)) ?? { at, success: 0, denied: 0, failure: 0 })
  return filled
}
