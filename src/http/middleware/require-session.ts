import type { MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import { isApiToken } from '../../access/api-token.ts'
import { findPerson, personCaller } from '../../access/person.ts'
import { actionDenied } from '../../events/catalog/security.ts'
import { happened } from '../../events/event-type.ts'
import { Failure } from '../../kernel/errors.ts'
import type { Env, Request, SessionEnv } from '../env.ts'
import { requireOwnOrigin, sessionCookie } from '../session-cookie.ts'
import { presentedToken, programContext } from './require-api-token.ts'

const bearer = /^Bearer ([\w-]{43})$/

/** Puts the refusal on record, and throws it. */
export async function turnAway(c: Request, { error, detail }: Refused): Promise<never> {
  const { refusals, clock } = c.get('services')
  const happening = happened(actionDenied, { action: `${c.req.method} ${c.req.path}`, detail })
  const around = { ...c.get('surroundings'), at: clock() }
  await refusals.leave({ happening, around, standing: 'stranger' })
  throw error
}

export type Refused = { readonly error: unknown; readonly detail: string }

export const noSession: Refused = {
  error: new Failure('unauthenticated', 'you are not logged in: run `keepwatch login`'),
  detail: 'there is no session: it has ended or never began',
}

/** The session's token: in a header from commands, in a cookie from the console. */
export async function tokenOf(c: Request): Promise<string | undefined> {
  const header = c.req.header('authorization')
  if (header !== undefined) return bearer.exec(header)?.[1]
  const cookie = sessionCookie(c)
  if (cookie === undefined) return undefined
  try {
    requireOwnOrigin(c)
  } catch (error) {
    return turnAway(c, { error, detail: 'the request came with a cookie from another site' })
  }
  return cookie
}

/** For what hands out a cookie: it must be our own page that asks. */
export const requireConsole: MiddlewareHandler<Env> = async (c, next) => {
  try {
    requireOwnOrigin(c)
  } catch (error) {
    return turnAway(c, { error, detail: 'the request came from another site' })
  }
  await next()
}

const programs = createMiddleware<SessionEnv>(async function program(c, next) {
  const context = await programContext(c as unknown as Request)
  c.set('context', context)
  await next()
})

/** Lets people with a live session pass, and programs with a token, and gives the handler the context to perform actions in. */
export const requireSession = createMiddleware<SessionEnv>(async function session(c, next) {
  const { store, clock, refusals, disk } = c.get('services')
  const request = c as unknown as Request
  if (isApiToken(presentedToken(request))) return programs(c, next)
  const token = await tokenOf(request)
  const person = token && (await findPerson(store, token, clock()))
  if (!person) return turnAway(request, noSession)
  c.set('context', {
    store,
    clock,
    refusals,
    disk,
    caller: personCaller(person),
    surroundings: c.get('surroundings'),
  })
  await next()
})
