import { setImmediate, setTimeout } from 'node:timers/promises'
import type { Catalog } from '../../events/shown-event.ts'
import type { Predicate } from '../../query/matcher.ts'
import type { LogEntry, Store } from '../../store/store.ts'
import { outgoing } from '../outgoing.ts'
import type { OutgoingEvent } from '../outgoing-event.ts'
import type { Unit } from '../target.ts'
import { unitOf, type Writing } from '../unit-of.ts'
import type { Source, Stretch } from './batches.ts'

export type LogView = Writing & {
  readonly store: Pick<Store, 'events' | 'read'>
  readonly catalog: Catalog
  readonly wanted: Predicate
  readonly signal: AbortSignal
  /** Where it ends; without, it goes on for ever. */
  readonly last?: number
  /** Marks what was sent before. */
  readonly isReplay?: true
}

const pageSize = 1_000
const sliceSize = 200

async function unitsOf(view: LogView, entries: readonly LogEntry[]): Promise<readonly Unit[]> {
  const events = await outgoing(view.store, view.catalog, entries)
  const marked = (event: OutgoingEvent) => (view.isReplay ? { ...event, replay: true } : event)
  return events.filter(view.wanted).map((event) => unitOf(view, marked(event)))
}

/** A slice at a time: between two, what is on its way goes on, and whoever else asks the server is served. */
async function stretchOf(view: LogView, entries: readonly LogEntry[]): Promise<Stretch> {
  const units: Unit[] = []
  for (let at = 0; at < entries.length; at += sliceSize) {
    units.push(...(await unitsOf(view, entries.slice(at, at + sliceSize))))
    await setImmediate()
  }
  return { units, last: entries.at(-1)?.seq ?? -1 }
}

/** The log as a target with a filter sees it. */
export function logSource(view: LogView): Source {
  const { store, signal, last = Number.POSITIVE_INFINITY } = view
  return {
    async read(after) {
      if (after >= last) return 'end'
      const page = await store.events.readAfter(after, { limit: pageSize, with: 'leaves' })
      const entries = page.filter(({ seq }) => seq <= last)
      if (entries.length > 0) return stretchOf(view, entries)
      return page.length > 0 || last !== Number.POSITIVE_INFINITY ? 'end' : undefined
    },
    wait: (after) => store.events.waitBeyond(after, signal),
    sleep: (ms) => setTimeout(ms, undefined, { signal }).catch(() => undefined),
  }
}
