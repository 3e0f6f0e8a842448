import { createMiddleware } from 'hono/factory'
import type { Stage } from '../../access/session.ts'
import { findHalf, type Halfway } from '../../access/sign-in.ts'
import type { Env, Request } from '../env.ts'
import { noSession, tokenOf, turnAway } from './require-session.ts'

/** What handlers behind `requireHalfSession` find: somebody in the middle of a login. */
export type HalfEnv = Env & { Variables: { halfway: Halfway } }

/** Lets only those pass of whom the second step of a login is asked. */
export const requireHalfSession = (stage: Stage) =>
  createMiddleware<HalfEnv>(async function halfSession(c, next) {
    const request = c as unknown as Request
    const { store, clock } = c.get('services')
    const token = await tokenOf(request)
    const found = token && (await findHalf(store, { token, stage, now: clock() }))
    if (!found) return turnAway(request, noSession)
    c.set('halfway', found)
    await next()
  })
