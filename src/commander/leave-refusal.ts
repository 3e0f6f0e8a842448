import { type Context, nameOf } from '../access/action.ts'
import type { Permission } from '../access/permission.ts'
import type { Person } from '../access/person.ts'
import { actionDenied, actionFailed } from '../events/catalog/security.ts'
import { happened } from '../events/event-type.ts'
import type { Failure } from '../kernel/errors.ts'
import type { Arrived, PersonCall } from './house.ts'
import { CommanderRefusal, notAllowed } from './refusal.ts'

/** A call, and whose it is if that is known. */
type Attempted = Pick<Arrived, 'house' | 'endpoint' | 'surroundings'> & {
  readonly context?: Context<Person>
}

const isDenied = ({ kind }: Failure) => kind === 'denied' || kind === 'unauthenticated'

/** Puts on record what came to nothing before there was an action. */
export function leaveRefusal(
  { house, endpoint: action, surroundings, context }: Attempted,
  error: Failure,
): Promise<void> {
  const { kind: reason, message: detail } = error
  const happening = isDenied(error)
    ? happened(actionDenied, { action, detail })
    : happened(actionFailed, { action, reason, detail })
  const around = { ...surroundings, ...(context && nameOf(context.caller)), at: house.clock() }
  const standing = context ? context.caller.standing : 'stranger'
  return house.refusals.leave({ happening, around, standing })
}

/** Does part of a call. What Commander is refused outside any action leaves its event here; actions leave theirs. */
export async function onRecord<Result>(
  attempted: Attempted,
  act: () => Promise<Result>,
): Promise<Result> {
  try {
    return await act()
  } catch (error) {
    if (error instanceof CommanderRefusal) await leaveRefusal(attempted, error)
    throw error
  }
}

/** A call that reads what no action hands out: for those whose role allows it. */
export const allowed =
  (permission: Permission, call: PersonCall): PersonCall =>
  async (arrived) => {
    if (arrived.context.caller.may(permission)) return call(arrived)
    throw notAllowed(arrived.endpoint)
  }
