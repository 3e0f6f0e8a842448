import { type EnginePlace, engineOf } from './engine-of.ts'
import { loadCatalog } from './events/catalog.ts'
import type { Catalog } from './events/shown-event.ts'
import { vocabularyOf } from './events/vocabulary.ts'
import type { Log } from './kernel/log.ts'
import type { Ground } from './projection/awake.ts'
import { layoutOf } from './projection/layout.ts'
import { type Projection, projection } from './projection/projection.ts'
import type { PlaceOf } from './projection/shown-values.ts'
import type { Store } from './store/store.ts'

/** What the queries of a projection speak of, and how it lies. */
export function projectionPlan(catalog: Catalog) {
  const vocabulary = vocabularyOf(catalog)
  return { vocabulary, layout: layoutOf(vocabulary.fields) }
}

type Parts = { readonly store: Store; readonly log: Log; readonly placeOf: PlaceOf | undefined }

/** What the log is read with. */
type Reading = {
  readonly catalog: Catalog
  readonly projection: Projection
  readonly placeOf?: PlaceOf
}

const failedSentence = ({ analyticsUrl }: EnginePlace) =>
  analyticsUrl
    ? 'ClickHouse could not be used for reports: the next question tries again'
    : 'the projection of the log could not be used: it is made anew'

/**
 * The catalogue, and the projection of a server: its own one, in its data folder, or the one in ClickHouse that all servers share.
 * Nothing is opened before the first query.
 */
export async function openProjection(
  place: EnginePlace,
  { store, log, placeOf }: Parts,
): Promise<Reading> {
  const catalog = await loadCatalog()
  const ground: Ground = {
    ...projectionPlan(catalog),
    engine: await engineOf(place, store),
    store,
    placeOf,
    failed: (error) => log.warn({ error }, failedSentence(place)),
  }
  return { catalog, projection: projection(ground), ...(placeOf && { placeOf }) }
}
