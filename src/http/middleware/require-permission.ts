import { createMiddleware } from 'hono/factory'
import { nameOf } from '../../access/action.ts'
import type { Permission } from '../../access/permission.ts'
import { denied } from '../../kernel/errors.ts'
import type { SessionEnv } from '../env.ts'

/** For routes that only hand out hashes and proofs: no action to perform, but a refusal is an event all the same. */
export const requirePermission = (permission: Permission) =>
  createMiddleware<SessionEnv>(async function allowed(c, next) {
    const { refusals, clock, caller, surroundings } = c.get('context')
    if (caller.may(permission)) return next()
    const error = denied(`your role does not allow ${c.req.path}`)
    const attempt = { action: c.req.method, reason: error.kind, detail: error.message, error }
    const around = { ...surroundings, ...nameOf(caller), at: clock() }
    await refusals.leave({ happening: caller.refused(attempt), around, standing: caller.standing })
    throw error
  })
