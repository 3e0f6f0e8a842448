import { createMiddleware } from 'hono/factory'
import { nameOf } from '../../access/action.ts'
import { Failure } from '../../kernel/errors.ts'
import type { SessionEnv } from '../env.ts'

/** For routes that read what may be somebody else's without an action of their own: what they refuse is on record all the same. */
export const onRecord = (action: string) =>
  createMiddleware<SessionEnv>(async function recorded(c, next) {
    await next()
    if (!(c.error instanceof Failure)) return
    const { refusals, clock, caller, surroundings } = c.get('context')
    const { kind: reason, message: detail } = c.error
    const happening = caller.refused({ action, reason, detail, error: c.error })
    const around = { ...surroundings, ...nameOf(caller), at: clock() }
    await refusals.leave({ happening, around, standing: caller.standing })
  })
