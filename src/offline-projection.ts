import { type EnginePlace, engineOf } from './engine-of.ts'
import { loadCatalog } from './events/catalog.ts'
import { createLog } from './kernel/log.ts'
import { projectionPlan } from './open-projection.ts'
import { openStore, type StorePlace } from './open-store.ts'
import { type Checked, checkProjection } from './projection/check.ts'
import { rebuildProjection } from './projection/rebuild.ts'
import type { LogEntry, Store } from './store/store.ts'
import { openDataFolder } from './verify/data-folder.ts'

const silent = createLog('silent')

async function withStore<Result>(
  place: StorePlace,
  work: (store: Store) => Promise<Result>,
): Promise<Result> {
  const store = await openStore(place, silent)
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

const pageSize = 1_000

async function* entriesOf({ events }: Store): AsyncGenerator<LogEntry> {
  for (let after = -1; ; ) {
    const page = await events.readAfter(after, { limit: pageSize })
    const last = page.at(-1)
    if (!last) return
    yield* page
    after = last.seq
  }
}

/** The entries of a data folder, also while a server writes to it. */
async function* entriesIn(folder: string): AsyncGenerator<LogEntry> {
  const source = openDataFolder(folder)
  try {
    for await (const { seqs, bodies } of source.tiles())
      for (const [at, body] of (bodies ?? []).entries()) yield { seq: seqs[at] ?? 0, body }
  } finally {
    source.close()
  }
}

/** Where a log is, and the columns that reports are read from. */
type ProjectedPlace = StorePlace & EnginePlace

/** Holds the projection against the log, wherever they are. */
export async function checkProjectionOf(place: ProjectedPlace): Promise<Checked> {
  const { layout } = projectionPlan(await loadCatalog())
  const engine = await engineOf(place)
  if (!place.databaseUrl) return checkProjection(engine, entriesIn(place.data), layout)
  return withStore(place, (store) => checkProjection(engine, entriesOf(store), layout))
}

/** Makes the projection anew. The servers that use it must not run. */
export const rebuildProjectionOf = (
  place: ProjectedPlace,
  progress: (done: number, of: number) => void,
): Promise<number> =>
  withStore(place, async (store) => {
    const plan = projectionPlan(await loadCatalog())
    const engine = await engineOf(place, store)
    return rebuildProjection({ ...plan, engine, store, failed: () => {} }, progress)
  })
