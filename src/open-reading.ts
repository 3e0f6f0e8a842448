import type { Config } from './config.ts'
import type { EnginePlace } from './engine-of.ts'
import type { Log } from './kernel/log.ts'
import { openProjection } from './open-projection.ts'
import { openReportLog } from './open-store.ts'
import type { PlaceOf } from './projection/shown-values.ts'
import type { Store } from './store/store.ts'

type Place = EnginePlace & Pick<Config, 'replicaUrl'>

type Parts = { readonly store: Store; readonly log: Log }

/** What the log is read with. Its `reportLog` is absent when reports read the log of the store itself. */
export async function openReading(place: Place, { store, log }: Parts, placeOf?: PlaceOf) {
  const { reportLog, close } = await openReportLog(place, { store, log })
  const followed = reportLog ? { ...store, events: reportLog } : store
  const reading = await openProjection(place, { store: followed, log, placeOf })
  return { ...reading, ...(reportLog && { reportLog }), closeReportLog: close }
}
