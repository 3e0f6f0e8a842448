import type { z } from 'zod'
import type { Circumstances } from '../events/circumstances.ts'
import type { Happening } from '../events/event-type.ts'
import { record } from '../events/record.ts'
import type { Clock } from '../kernel/clock.ts'
import { denied, Failure } from '../kernel/errors.ts'
import type { State } from '../store/state.ts'
import type { Store, Turn } from '../store/store.ts'
import { approvalFor, spendApproval } from './approval.ts'
import type { Caller, Refusal } from './caller.ts'
import { checkSpace, type Disk } from './disk.ts'
import { parseInput } from './parse-input.ts'
import type { Permission } from './permission.ts'
import type { Refusals } from './refusals.ts'

/** Where a request comes from, and through what. */
export type Surroundings = Omit<Circumstances, 'at' | 'username'>

/** What the server gives everything that is done: made once, passed down. */
export type Ground = {
  readonly store: Store
  /** When things happen. */
  readonly clock: Clock
  /** When they are recorded, where they happened earlier than they are told; the same clock if absent. */
  readonly recordingClock?: Clock
  readonly refusals: Refusals
  readonly disk: Disk
}

export type Context<Who> = Ground & {
  readonly caller: Caller<Who>
  readonly surroundings: Surroundings
}

/** By whom and when an action is done. */
export type By<Who> = {
  readonly who: Who
  readonly at: Date
  readonly surroundings: Surroundings
}

export type NonEmpty<T> = readonly [T, ...T[]]

/**
 * A thing that a caller can do, as data. It cannot be written without saying who may do it and what event it leaves, and
 * `run` gets no way to write one itself.
 */
export type Action<Who, Input extends z.ZodType, Result> = {
  /** `noun.verb`, for refusals. */
  readonly name: string
  readonly permission: Permission
  /** It goes on while the disk is nearly full, because it removes something. */
  readonly freesSpace?: true
  /** It takes something away for good, or changes who sees what is recorded: who asks has just proved who they are. */
  readonly confirm?: true
  /**
   * A second person has to agree first, where the organisation wants it. It says what of the input that person sees: nothing that is
   * secret.
   */
  together?(input: z.output<Input>): Readonly<Record<string, unknown>>
  readonly input: Input
  /** What it always writes to, by whom it is done: who else does write there waits. */
  turn?(who: Who): Turn
  run(state: State, input: z.output<Input>, by: By<Who>): Promise<Result>
  leaves(input: z.output<Input>, result: Result): NonEmpty<Happening>
}

export const action = <Who, Input extends z.ZodType, Result>(
  definition: Action<Who, Input, Result>,
): Action<Who, Input, Result> => definition

/** How events name a caller. */
export const nameOf = ({
  username,
  session_id,
}: Pick<Caller<unknown>, 'username' | 'session_id'>): Pick<
  Circumstances,
  'username' | 'session_id'
> => ({
  ...(username !== undefined && { username }),
  ...(session_id !== undefined && { session_id }),
})

/** How long it counts that somebody proved who they are, for what asks for it. */
const confirmedMs = 5 * 60_000

/** Whether the caller has proved lately who they are, if they are somebody who is asked. */
export const isConfirmed = ({ proved_at }: Pick<Caller<unknown>, 'proved_at'>, at: Date): boolean =>
  proved_at === undefined || at.getTime() - proved_at <= confirmedMs

const unconfirmed = () =>
  new Failure(
    'unconfirmed',
    'prove again that it is you: this needs your password, or a second factor',
  )

const refusalOf = (name: string, error: unknown): Refusal =>
  error instanceof Failure
    ? { action: name, reason: error.kind, detail: error.message, error }
    : { action: name, reason: 'internal', detail: 'internal error', error }

/**
 * Validates, authorises, runs and records. The change and its events commit together, and the promise resolves after
 * they are durable. An attempt that fails leaves its refusal instead, and the error is passed on.
 */
export async function perform<Who, Input extends z.ZodType, Result>(
  context: Context<Who>,
  action: Action<Who, Input, Result>,
  raw: unknown,
): Promise<Result> {
  const { store, clock, recordingClock = clock, refusals, disk, caller, surroundings } = context
  const { name, permission, confirm, together, input, turn, run, leaves } = action
  const at = clock()
  const around = { ...surroundings, ...nameOf(caller), at }

  try {
    const parsed = parseInput(input, raw)
    if (!caller.may(permission)) throw denied(`your role does not allow ${name}`)
    if (confirm && !isConfirmed(caller, at)) throw unconfirmed()
    checkSpace(disk, action)
    const wish = together && { action: name, input: parsed, shown: together(parsed) }
    const asking = { store, caller, around, recordedAt: recordingClock() }
    const approval = wish && (await approvalFor(asking, wish))
    return await store.transaction(async (tx) => {
      const used = approval && (await spendApproval(tx, approval))
      if (used) await record(tx, used, { ...around, recordedAt: recordingClock() })
      const result = await run(tx, parsed, { who: caller.who, at, surroundings })
      for (const happening of leaves(parsed, result))
        await record(tx, happening, { ...around, recordedAt: recordingClock() })
      return result
    }, turn?.(caller.who))
  } catch (error) {
    const { standing, remember } = caller
    const happening = caller.refused(refusalOf(name, error))
    await refusals.leave({
      happening,
      around,
      standing,
      keep: remember && ((tx) => remember(tx, at)),
    })
    throw error
  }
}
