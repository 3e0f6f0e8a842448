import type { EventLog } from '../store/store.ts'
import type { Reader } from './found-events.ts'

/** What a server reads its log with. */
export type LogHouse = Pick<Reader, 'store' | 'projection' | 'catalog' | 'placeOf'> & {
  /** Where reports take the log from, if that is not the store. */
  readonly reportLog?: EventLog | undefined
  clock(): Date
  /** Aborts when the server stops. */
  readonly stopping: AbortSignal
}

/** The store as reports read it: events from where they are to be read, everything else from itself. */
export const asReportsRead = ({
  store,
  reportLog,
}: Pick<LogHouse, 'store' | 'reportLog'>): Reader['store'] =>
  reportLog ? { read: store.read, events: reportLog } : store

/** A reader of the first `size` events of the log, for as long as the server runs and somebody waits for the answer. */
export const readerOf = (
  { store, reportLog, projection, catalog, clock, placeOf, stopping }: LogHouse,
  size: number,
  left?: AbortSignal,
): Reader => ({
  store: asReportsRead({ store, reportLog }),
  projection,
  catalog,
  size,
  now: clock(),
  placeOf,
  signal: left ? AbortSignal.any([stopping, left]) : stopping,
})
