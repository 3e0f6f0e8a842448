import type { Reader } from '../reports/found-events.ts'
import type { Services } from './services.ts'

/** A reader of the first `size` events of the log, for as long as somebody waits for the answer. */
export const readerOf = (
  { store, projection, catalog, clock, placeOf, stopping }: Services,
  size: number,
  left: AbortSignal,
): Reader => ({
  store,
  projection,
  catalog,
  size,
  now: clock(),
  placeOf,
  signal: AbortSignal.any([stopping, left]),
})
