import { setTimeout } from 'node:timers/promises'
import { follow } from '../events/follow.ts'
import { type Catalog, type ShownEvent, showEvents } from '../events/shown-event.ts'
import { vocabularyOf } from '../events/vocabulary.ts'
import { matcher, type Wanted } from '../query/matcher.ts'
import type { LogEntry, Store } from '../store/store.ts'
import { located, type PlaceOf } from './located.ts'

/** What happened since the last one: perhaps nothing that was asked for, but the position is further. */
export type Told = { readonly events: readonly ShownEvent[]; readonly position: number }

export type FeedSource = {
  readonly store: Pick<Store, 'events' | 'read'>
  readonly catalog: Catalog
  readonly now: Date
  /** The last event that the reader has, or -1. */
  readonly position: number
  /** Ends the feed. */
  readonly signal: AbortSignal
  /** How long nothing may happen, in milliseconds, until the reader is told just that. */
  readonly silenceMs: number
  /** Where an address is, if anybody knows. */
  readonly placeOf?: PlaceOf | undefined
}

type Next = IteratorResult<readonly LogEntry[], void>

/** The page, or undefined when it does not come in time. */
async function inTime(next: Promise<Next>, silenceMs: number): Promise<Next | undefined> {
  const timer = new AbortController()
  try {
    return await Promise.race([next, setTimeout(silenceMs, undefined, { signal: timer.signal })])
  } finally {
    timer.abort()
  }
}

/**
 * Tells of events as they are committed, until the signal aborts. It reads the log only as fast as it is itself read, so
 * a slow reader costs a page of memory and no more.
 */
export async function* eventFeed(wanted: Wanted, source: FeedSource): AsyncGenerator<Told> {
  const { store, catalog, signal, silenceMs, placeOf } = source
  const matches = matcher(wanted, { ...vocabularyOf(catalog), now: source.now })
  const pages = follow(store, source.position, signal)
  let { position } = source
  let next = pages.next()
  while (!signal.aborted) {
    const result = await inTime(next, silenceMs)
    if (result?.done) return
    if (result) {
      position = result.value.at(-1)?.seq ?? position
      const shown = await showEvents(store, catalog, result.value)
      yield { events: shown.filter((event) => matches(located(event, placeOf))), position }
      next = pages.next()
    } else yield { events: [], position }
  }
}
