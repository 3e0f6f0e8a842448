import { Hono } from 'hono'
import { perform } from '../../access/action.ts'
import { changePassword } from '../../access/actions/change-password.ts'
import { acceptInvitationTo, createFirstAccount } from '../../access/actions/create-account.ts'
import { invite } from '../../access/actions/invite.ts'
import { newcomerCaller } from '../../access/newcomer.ts'
import { hashVerifier } from '../../access/password.ts'
import { type Env, jsonBody, type Request } from '../env.ts'
import { requireSession } from '../middleware/require-session.ts'

const mostVerifier = 200

/** Swaps the verifier in a body for its argon2id, before any action sees it. */
async function withHashedVerifier(raw: unknown): Promise<Record<string, unknown>> {
  const { verifier, ...rest } = { ...(raw as Record<string, unknown>) }
  if (typeof verifier !== 'string' || verifier.length > mostVerifier) return rest
  return { ...rest, verifier_hash: await hashVerifier(verifier) }
}

const nameIn = (body: Record<string, unknown>) =>
  typeof body['email'] === 'string' ? body['email'] : ''

const newcomerContext = (c: Request, body: Record<string, unknown>) => ({
  ...c.get('services'),
  surroundings: c.get('surroundings'),
  caller: newcomerCaller(nameIn(body), {}),
})

export const accounts = new Hono<Env>()
  .post('/', async (c) => {
    const body = await withHashedVerifier(await jsonBody(c))
    const account = await perform(newcomerContext(c, body), createFirstAccount, body)
    await c.get('services').setupDone()
    return c.json(account, 201)
  })
  .post('/invited', async (c) => {
    const body = await withHashedVerifier(await jsonBody(c))
    const account = await perform(newcomerContext(c, body), acceptInvitationTo, body)
    return c.json(account, 201)
  })
  .post('/invitations', requireSession, async (c) =>
    c.json(await perform(c.var.context, invite, await jsonBody(c)), 201),
  )
  .put('/password', requireSession, async (c) => {
    const body = await withHashedVerifier(await jsonBody(c))
    await perform(c.var.context, changePassword, body)
    return c.json({})
  })
