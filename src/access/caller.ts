import type { Happening } from '../events/event-type.ts'
import type { Kind } from '../kernel/errors.ts'
import type { State } from '../store/state.ts'
import type { Standing } from './flood.ts'
import type { Permission } from './permission.ts'

/** An attempt that came to nothing, as it will stand in the log. `detail` is a sentence that may be shown. */
export type Refusal = {
  readonly action: string
  readonly reason: Kind | 'internal'
  readonly detail: string
  /** What was thrown, for callers that know more reasons. */
  readonly error: unknown
}

/**
 * Somebody who wants something: a person with a session, a device, or nobody yet. `who` is what actions work with;
 * `refused` says in the caller's own kind of event what was refused.
 */
export type Caller<Who> = {
  readonly who: Who
  readonly standing: Standing
  /** The name in the event: for a device, the owner of its application, as Keeper does it. */
  readonly username?: string
  /** The name of the session that they came with. */
  readonly session_id?: string
  /** Whose account it is, for a person with a session of their own. */
  readonly account_uid?: string
  /** When they last proved who they are; absent for whoever is not asked again, such as programs. */
  readonly proved_at?: number
  may(permission: Permission): boolean
  refused(refusal: Refusal): Happening
  /** What is kept of an attempt even when it is refused. */
  readonly remember?: (state: State, at: Date) => Promise<void>
}
