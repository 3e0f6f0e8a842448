import type { Config } from './config.ts'
import { loadCatalog } from './events/catalog.ts'
import type { Catalog } from './events/shown-event.ts'
import { vocabularyOf } from './events/vocabulary.ts'
import type { Log } from './kernel/log.ts'
import type { Ground } from './projection/awake.ts'
import { duckdbEngine, projectionFolder } from './projection/duckdb/duckdb-engine.ts'
import { layoutOf } from './projection/layout.ts'
import { type Projection, projection } from './projection/projection.ts'
import type { PlaceOf } from './projection/shown-values.ts'
import type { Store } from './store/store.ts'

/** Where the projection of a data folder lies, and how, and what its queries speak of. */
export function projectionPlace(data: string, catalog: Catalog) {
  const vocabulary = vocabularyOf(catalog)
  const engine = duckdbEngine(projectionFolder(data))
  return { engine, vocabulary, layout: layoutOf(vocabulary.fields) }
}

type Parts = { readonly store: Store; readonly log: Log; readonly placeOf: PlaceOf | undefined }

/** What the log is read with. */
type Reading = {
  readonly catalog: Catalog
  readonly projection: Projection
  readonly placeOf?: PlaceOf
}

/**
 * The catalogue, and the projection of a server: its own one, in its data folder, whichever store it has. Nothing is opened
 * before the first query.
 */
export async function openProjection(
  { data }: Pick<Config, 'data'>,
  { store, log, placeOf }: Parts,
): Promise<Reading> {
  const catalog = await loadCatalog()
  const ground: Ground = {
    ...projectionPlace(data, catalog),
    store,
    placeOf,
    failed: (error) =>
      log.warn({ error }, 'the projection of the log could not be used: it is made anew'),
  }
  return { catalog, projection: projection(ground), ...(placeOf && { placeOf }) }
}
