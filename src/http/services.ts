import type { BlockList } from 'node:net'
import type { Ground } from '../access/action.ts'
import type { LoginLimits } from '../access/login-limits.ts'
import type { Presence } from '../access/presence.ts'
import type { AlertParts } from '../alerts/alert-house.ts'
import type { Catalog } from '../events/shown-event.ts'
import type { ExportHouse } from '../exports/export-house.ts'
import type { Place } from '../geo/place.ts'
import type { Log } from '../kernel/log.ts'
import type { Projection } from '../projection/projection.ts'
import type { DeviceLimits } from '../protocol/device-door.ts'
import type { FileHouse } from '../protocol/file-house.ts'
import type { ServerKey } from '../protocol/server-key.ts'
import type { LogHouse } from '../reports/reader-of.ts'
import type { ReadyReport } from '../reports/ready-report.ts'
import type { ScheduleHouse } from '../reports/schedule/schedule-house.ts'
import type { Metrics } from './metrics.ts'

/** What the composition root gives the routes: made once, passed down. */
export type Services = Ground & {
  readonly log: Log
  readonly catalog: Catalog
  /** Answers queries over the log. */
  readonly projection: Pick<Projection, 'numbers' | 'groups' | 'values'>
  /** Where reports take the log from, if that is not the store. */
  readonly reportLog?: LogHouse['reportLog']
  /** The ready-made reports. */
  readonly library: ReadonlyMap<string, ReadyReport>
  /** Where an address is; absent without a GeoIP database. */
  readonly placeOf?: (address: string) => Place | undefined
  /** What devices encrypt to. */
  readonly serverKey: ServerKey
  readonly files: FileHouse
  readonly exports: ExportHouse
  readonly alerts: AlertParts
  /** What scheduled reports are sent by. */
  readonly schedules: ScheduleHouse
  readonly limits: DeviceLimits
  /** Which servers there are over the store. */
  readonly servers: Pick<Presence, 'list'>
  readonly logins: LoginLimits
  readonly metrics: Metrics
  /** The host that tokens and configurations name, with its port unless that is 443. */
  hostname(): string
  /** Whether Keeper Commander is answered. */
  readonly commander: boolean
  readonly trustedProxies: BlockList
  /** Where the console was built; nothing is there when it was not. */
  readonly consoleFolder: string
  /** The public keys that sign the log's checkpoints. */
  readonly logKeys: readonly string[]
  /** Makes the salts that unknown names get. */
  readonly preloginSecret: Uint8Array
  /** Aborts when the server stops: answers without an end of their own end then. */
  readonly stopping: AbortSignal
  /** Sends mail to somebody about their account; absent without a mail server. Never throws. */
  readonly tellPerson?: (
    to: string,
    told: { readonly subject: string; readonly text: string },
  ) => Promise<void>
  /** Called once the setup code has done its work. */
  setupDone(): Promise<void>
}
