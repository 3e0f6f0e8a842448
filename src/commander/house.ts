import type { Context, Ground, Surroundings } from '../access/action.ts'
import type { LoginLimits } from '../access/login-limits.ts'
import type { Person } from '../access/person.ts'
import type { Sealing } from '../access/sealing.ts'
import type { AlertParts } from '../alerts/alert-house.ts'
import type { ServerKey } from '../protocol/server-key.ts'
import type { LogHouse } from '../reports/reader-of.ts'

/** What Commander's calls need of the server. */
export type House = Ground &
  LogHouse & {
    readonly serverKey: Pick<ServerKey, 'agree'>
    readonly logins: LoginLimits
    readonly preloginSecret: Uint8Array
    readonly alerts: AlertParts
    /** Opens the secrets of second factors. */
    readonly exports: { readonly sealer: Sealing }
  }

/** A call that was opened, of nobody in particular yet. */
export type Arrived = {
  readonly house: House
  readonly endpoint: string
  /** The message, or the JSON of a `vault/execute_v2_command`. */
  readonly payload: Uint8Array
  readonly surroundings: Surroundings
}

/** A call of somebody with a session. `device_uid` is what they log in from. */
export type OfPerson = Arrived & {
  readonly context: Context<Person>
  readonly device_uid: string
  readonly device_token: string
  readonly version: string
}

export type OpenCall = (arrived: Arrived) => Promise<Uint8Array>
export type PersonCall = (arrived: OfPerson) => Promise<Uint8Array>

/** What is answered where Commander reads nothing. */
export const nothing = new Uint8Array()
