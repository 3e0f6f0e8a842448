import type { Reader } from './found-events.ts'

/** What a server reads its log with. */
export type LogHouse = Pick<Reader, 'store' | 'projection' | 'catalog' | 'placeOf'> & {
  clock(): Date
  /** Aborts when the server stops. */
  readonly stopping: AbortSignal
}

/** A reader of the first `size` events of the log, for as long as the server runs and somebody waits for the answer. */
export const readerOf = (
  { store, projection, catalog, clock, placeOf, stopping }: LogHouse,
  size: number,
  left?: AbortSignal,
): Reader => ({
  store,
  projection,
  catalog,
  size,
  now: clock(),
  placeOf,
  signal: left ? AbortSignal.any([stopping, left]) : stopping,
})
