import { type Reading, readerOf, readings } from './readings.ts'
import type { ReadyAsked, Sources } from './ready-report.ts'

const together = (one: Reading, other: Reading | undefined): Reading => ({
  ...one,
  times: one.times + (other?.times ?? 0),
  first: Math.min(one.first, other?.first ?? one.first),
  last: Math.max(one.last, other?.last ?? one.last),
})

/** Who read what, once each: `reader record`. */
export async function readEdges(
  sources: Pick<Sources, 'query' | 'servedSet'>,
  asked: ReadyAsked,
): Promise<ReadonlyMap<string, Reading>> {
  const found = new Map<string, Reading>()
  for await (const reading of readings(sources, asked)) {
    const edge = `${readerOf(reading)} ${reading.record_uid}`
    found.set(edge, together(reading, found.get(edge)))
  }
  return found
}
