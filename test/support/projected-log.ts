import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { personalFields } from '../../src/events/field.ts'
import { type Catalog, type ShownEvent, showEvents } from '../../src/events/shown-event.ts'
import { vocabularyOf } from '../../src/events/vocabulary.ts'
import { canonicalJson, type Scalar } from '../../src/kernel/canonical-json.ts'
import { duckdbEngine } from '../../src/projection/duckdb/duckdb-engine.ts'
import type { Engine } from '../../src/projection/engine.ts'
import { layoutOf } from '../../src/projection/layout.ts'
import { type Projection, projection } from '../../src/projection/projection.ts'
import type { Query } from '../../src/query/query.ts'
import type { Row } from '../../src/reports/columns.ts'
import type { PlaceOf } from '../../src/reports/located.ts'
import { runReport } from '../../src/reports/run.ts'
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts'
import type { Store } from '../../src/store/store.ts'

/** An event as a test writes it; its number is its place. */
export type PlainEvent = Readonly<Record<string, Scalar | undefined>>

/** A log in a store of its own, with its projection. */
export type ProjectedLog = {
  readonly folder: string
  readonly store: Store
  readonly projection: Projection
  /** What a server would tell its operator about the projection. */
  readonly failures: readonly unknown[]
  add(events: readonly PlainEvent[]): Promise<void>
  /** What is in the log, as readers see it. */
  events(): Promise<readonly ShownEvent[]>
  report(query: Query): Promise<readonly Row[]>
  /** Closes the projection and opens it again, as a server does that starts. */
  reopen(): Promise<void>
  remove(): Promise<void>
}

type Options = {
  readonly catalog: Catalog
  readonly now: Date
  readonly placeOf?: PlaceOf | undefined
  readonly mostInMemory?: number | undefined
  /** What answers; without one, DuckDB. */
  readonly engine?: Engine | undefined
}

const atOnce = 2_000

/** Appends events to a log, their personal values sealed. */
export async function addTo(store: Store, events: readonly PlainEvent[]): Promise<void> {
  for (let at = 0; at < events.length; at += atOnce)
    await store.transaction(async (tx) => {
      for (const { seq: _, message: __, ...event } of events.slice(at, at + atOnce)) {
        const sealed: Record<string, Scalar | undefined> = { ...event }
        for (const name of personalFields) {
          const value = sealed[name]
          if (value !== undefined) sealed[name] = await tx.personal.seal(String(value))
        }
        await tx.events.append(canonicalJson(sealed))
      }
    })
}

export async function projectedLog(options: Options): Promise<ProjectedLog> {
  const { catalog, now, placeOf, mostInMemory, engine: given } = options
  const folder = await mkdtemp(join(tmpdir(), 'keepwatch-projection-'))
  const store = await openEmbeddedStore({ folder })
  const vocabulary = vocabularyOf(catalog)
  const layout = layoutOf(vocabulary.fields)
  const engine = given ?? duckdbEngine(join(folder, 'projection'))
  const failures: unknown[] = []
  const failed = (error: unknown) => failures.push(error)
  const place = {
    engine,
    store,
    vocabulary,
    layout,
    placeOf,
    mostInMemory,
    failed,
  }
  let current = projection(place)
  return {
    folder,
    store,
    failures,
    get projection() {
      return current
    },
    add: (events) => addTo(store, events),
    async events() {
      const limit = await store.events.size()
      return showEvents(store, catalog, await store.events.readAfter(-1, { limit }))
    },
    async report(query) {
      const size = await store.events.size()
      const reader = { store, projection: current, catalog, size, now, placeOf }
      return Array.fromAsync(runReport(query, reader))
    },
    async reopen() {
      await current.close()
      current = projection(place)
    },
    async remove() {
      await current.close()
      await store.close()
      await rm(folder, { recursive: true })
    },
  }
}
