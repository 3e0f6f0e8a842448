import type { Disk } from '../access/disk.ts'
import { refusals } from '../access/refusals.ts'
import type { AlertParts } from '../alerts/alert-house.ts'
import type { Catalog } from '../events/shown-event.ts'
import type { ExportHouse } from '../exports/export-house.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import type { House } from '../protocol/device-door.ts'
import type { ServerKey } from '../protocol/server-key.ts'
import type { Store } from '../store/store.ts'

/** What the demo needs of the server that it lives in. */
export type DemoServer = {
  readonly store: Store
  readonly disk: Disk
  readonly log: Log
  readonly clock: Clock
  readonly catalog: Catalog
  readonly serverKey: ServerKey
  readonly files: House['files']
  readonly exports: Pick<ExportHouse, 'types' | 'sealer'>
  readonly alerts: AlertParts
}

/** A history of months is told in minutes. */
const unlimited: House['limits'] = {
  throttle: { wait: () => 0, count: () => {} },
  oldestVersions: new Map(),
}

/** The server, as people and devices of the demo meet it. */
export type Past = {
  readonly server: DemoServer
  /**
   * The same server, store and log, at a time that has passed: what is done there happens then and says that it is
   * recorded now. `submitted` is called when it stands in the queue of the store, where nothing overtakes it.
   */
  at(time: number, submitted?: () => void): House
  /** Writes refusals that were only counted. */
  settle(): Promise<void>
}

/** Floods of refusals are told by the time of the history, not by that of the server, which passes much slower. */
export function past(server: DemoServer): Past {
  const { store, disk, clock, serverKey, files } = server
  let latest = 0
  const kept = refusals({ store, clock, disk, elapsed: () => latest })
  return {
    server,
    at(time, submitted = () => {}) {
      latest = time
      return {
        store: {
          ...store,
          transaction(work) {
            const done = store.transaction(work)
            submitted()
            return done
          },
        },
        disk,
        serverKey,
        files,
        limits: unlimited,
        refusals: kept,
        clock: () => new Date(time),
        recordingClock: clock,
      }
    },
    settle: () => kept.flush(),
  }
}
