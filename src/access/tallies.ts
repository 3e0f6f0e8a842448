import { refusalsAggregated } from '../events/catalog/security.ts'
import type { Circumstances } from '../events/circumstances.ts'
import { type Happening, happened } from '../events/event-type.ts'

/** Failed attempts of one kind and source that were counted instead of written. */
export type Tally = {
  readonly refused_event: string
  readonly reason: string
  readonly count: number
  readonly first: Date
  readonly last: Date
  /** The request of the first one, and what all of them share. */
  readonly around: Omit<Circumstances, 'at'>
}

/** Kept apart in one window. What comes from further sources is counted together, or a flood of sources would be one of events. */
const mostSources = 100

const merged = (one: Tally | undefined, other: Tally): Tally =>
  one
    ? {
        ...one,
        count: one.count + other.count,
        first: one.first < other.first ? one.first : other.first,
        last: one.last > other.last ? one.last : other.last,
      }
    : other

const withoutSource = ({ request_id }: Tally['around']): Tally['around'] =>
  request_id === undefined ? {} : { request_id }

/** Counts attempts by kind and source, in memory that does not grow with the flood. */
export function tallies() {
  let byKey = new Map<string, Tally>()
  let sources = new Set<string>()

  return {
    add(source: string, tally: Tally): void {
      const isApart = sources.has(source) || sources.size < mostSources
      if (isApart) sources.add(source)
      const key = `${tally.refused_event} ${tally.reason} ${isApart ? source : ''}`
      const kept = isApart ? tally : { ...tally, around: withoutSource(tally.around) }
      byKey.set(key, merged(byKey.get(key), kept))
    },
    /** Takes out what was counted so far. `putBack` undoes it when it could not be written. */
    take() {
      const taken = byKey
      byKey = new Map()
      sources = new Set()
      return {
        counted: [...taken.values()],
        putBack() {
          for (const [key, tally] of taken) byKey.set(key, merged(byKey.get(key), tally))
        },
      }
    },
  }
}

/** The one event that stands for all attempts of a tally. */
export const aggregated = ({ refused_event, reason, count, first, last }: Tally): Happening =>
  happened(refusalsAggregated, {
    refused_event,
    reason,
    count,
    first: first.toISOString(),
    last: last.toISOString(),
  })
