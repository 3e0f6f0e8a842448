import { createMiddleware } from 'hono/factory'
import type { Context } from '../../access/action.ts'
import { findProgram, type Program } from '../../access/api-token.ts'
import { actionDenied } from '../../events/catalog/security.ts'
import { happened } from '../../events/event-type.ts'
import { Failure } from '../../kernel/errors.ts'
import type { Env, Request } from '../env.ts'

/** What handlers behind `requireApiToken` find. */
export type ProgramEnv = Env & { Variables: { program: Context<Program> } }

/** Keeper's header, with or without the word before the token, and the usual one. */
function tokenOf(c: Pick<Request, 'req'>): string {
  const given = c.req.header('x-api-token') ?? c.req.header('authorization') ?? ''
  return given.replace(/^Bearer\s+/i, '').trim()
}

async function turnAway(c: Request, detail: string): Promise<never> {
  const { refusals, clock } = c.get('services')
  const happening = happened(actionDenied, { action: `${c.req.method} ${c.req.path}`, detail })
  const around = { ...c.get('surroundings'), at: clock() }
  await refusals.leave({ happening, around, standing: 'stranger' })
  throw new Failure('unauthenticated', detail)
}

/** Lets only programs with a token pass. */
export const requireApiToken = createMiddleware<ProgramEnv>(async function apiToken(c, next) {
  const { store, clock, refusals, disk } = c.get('services')
  const surroundings = c.get('surroundings')
  const token = tokenOf(c as unknown as Request)
  const from = surroundings.remote_address ?? ''
  const found = await findProgram(store, { token, from, now: clock() })
  if ('trouble' in found) return turnAway(c as unknown as Request, found.trouble)
  c.set('program', { store, clock, refusals, disk, caller: found.caller, surroundings })
  await next()
})
