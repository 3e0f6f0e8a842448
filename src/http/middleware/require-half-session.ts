import { createMiddleware } from 'hono/factory'
import type { Context } from '../../access/action.ts'
import { type Newcomer, newcomerCaller } from '../../access/newcomer.ts'
import type { Stage } from '../../access/session.ts'
import { resumeHalf } from '../../access/sign-in.ts'
import type { Env, Request } from '../env.ts'
import { noSession, tokenOf, turnAway } from './require-session.ts'

/** What handlers behind `requireHalfSession` find: somebody in the middle of a login. */
export type HalfEnv = Env & {
  Variables: {
    newcomer: Context<Newcomer>
    /** The second step was right: it counts against nobody. */
    succeeded: () => void
  }
}

/** Lets only those pass of whom the second step of a login is asked. */
export const requireHalfSession = (stage: Stage) =>
  createMiddleware<HalfEnv>(async function halfSession(c, next) {
    const request = c as unknown as Request
    const services = c.get('services')
    const surroundings = c.get('surroundings')
    const token = await tokenOf(request)
    const returning = { stage, address: surroundings.remote_address, now: services.clock() }
    const found = token && (await resumeHalf(services, { token, ...returning }))
    if (!found) return turnAway(request, noSession)
    const caller = newcomerCaller(found.name, found.newcomer)
    c.set('newcomer', { ...services, surroundings, caller })
    c.set('succeeded', found.succeeded)
    await next()
  })
