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
export function presentedToken(c: Pick<Request, 'req'>): string {
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

/** In which a program with a token acts; whatever it does says by which one. Throws `unauthenticated`, and that is on record. */
export async function programContext(c: Request): Promise<Context<Program>> {
  const { store, clock, refusals, disk } = c.get('services')
  const surroundings = c.get('surroundings')
  const from = surroundings.remote_address ?? ''
  const found = await findProgram(store, { token: presentedToken(c), from, now: clock() })
  if ('trouble' in found) return turnAway(c, found.trouble)
  const { caller } = found
  const around = { ...surroundings, api_token: caller.who.name }
  return { store, clock, refusals, disk, caller, surroundings: around }
}

/** Lets only programs with a token pass. */
export const requireApiToken = createMiddleware<ProgramEnv>(async function apiToken(c, next) {
  c.set('program', await programContext(c as unknown as Request))
  await next()
})
