import type { z } from 'zod'
import { type Action, nameOf, perform } from '../access/action.ts'
import { checkSpace } from '../access/disk.ts'
import type { Person } from '../access/person.ts'
import { denied, Failure, invalid } from '../kernel/errors.ts'
import type { SessionRequest } from './env.ts'

type Wanted<Result> = {
  readonly action: Action<Person, z.ZodType, Result>
  readonly file_uid: string
  readonly most: number
}

/** The bytes, on the disk. What goes wrong until then is an attempt of that action that failed. */
async function receive<Result>(c: SessionRequest, { action, most }: Wanted<Result>) {
  const { caller, refusals, clock, disk, surroundings } = c.get('context')
  try {
    if (!caller.may(action.permission)) throw denied(`your role does not allow ${action.name}`)
    checkSpace(disk, action)
    const { incoming } = c.env
    const draft = await c.get('services').files.blobs.receive(incoming, most)
    if (incoming.complete) return draft
    await draft.discard()
    throw invalid('The upload broke off before its end.')
  } catch (error) {
    const known = error instanceof Failure ? error : new Failure('invalid', 'the upload broke off')
    const { kind: reason, message: detail } = known
    const happening = caller.refused({ action: action.name, reason, detail, error })
    const around = { ...surroundings, ...nameOf(caller), at: clock() }
    await refusals.leave({ happening, around, standing: caller.standing })
    throw known
  }
}

/** Takes the raw body of a person's request and makes it part of a file; what is refused leaves no byte. */
export async function receiveOwn<Result>(
  c: SessionRequest,
  wanted: Wanted<Result>,
): Promise<Result> {
  const draft = await receive(c, wanted)
  const { size, sha256 } = draft
  const blob = await draft.keep()
  try {
    return await perform(c.get('context'), wanted.action, {
      file_uid: wanted.file_uid,
      blob,
      size,
      sha256,
    })
  } catch (error) {
    // `busy` may mean that nobody knows whether it was committed: the sweep finds out.
    const isUndone = error instanceof Failure && error.kind !== 'busy'
    if (isUndone) await c.get('services').files.blobs.remove(blob)
    throw error
  }
}
