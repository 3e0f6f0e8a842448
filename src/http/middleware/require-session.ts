import { createMiddleware } from 'hono/factory'
import { findPerson, personCaller } from '../../access/person.ts'
import { actionDenied } from '../../events/catalog/security.ts'
import { happened } from '../../events/event-type.ts'
import { Failure } from '../../kernel/errors.ts'
import type { Request, SessionEnv } from '../env.ts'

const bearer = /^Bearer ([\w-]{43})$/

async function turnAway(c: Request): Promise<never> {
  const { refusals, clock } = c.get('services')
  const detail = 'there is no session: it has ended or never began'
  const happening = happened(actionDenied, { action: `${c.req.method} ${c.req.path}`, detail })
  const around = { ...c.get('surroundings'), at: clock() }
  await refusals.leave({ happening, around, standing: 'stranger' })
  throw new Failure('unauthenticated', 'you are not logged in: run `keepwatch login`')
}

/** Lets only people with a live session pass, and gives the handler the context to perform actions in. */
export const requireSession = createMiddleware<SessionEnv>(async function session(c, next) {
  const { store, clock, refusals, disk } = c.get('services')
  const token = bearer.exec(c.req.header('authorization') ?? '')?.[1]
  const person = token && (await findPerson(store, token, clock()))
  if (!person) return turnAway(c as unknown as Request)
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
