import { Hono } from 'hono'
import type { z } from 'zod'
import { perform } from '../../access/action.ts'
import { changePassword } from '../../access/actions/change-password.ts'
import { acceptInvitationTo, createFirstAccount } from '../../access/actions/create-account.ts'
import { invite } from '../../access/actions/invite.ts'
import { claimedName } from '../../access/email.ts'
import { newcomerCaller } from '../../access/newcomer.ts'
import { hashVerifier } from '../../access/password.ts'
import { accepts } from '../accepts.ts'
import type { Env, Request } from '../env.ts'
import { requireSession } from '../middleware/require-session.ts'

/** What a client sends: the verifier itself, which becomes its argon2id before any action sees it. */
type WithVerifier<Input> = Omit<Input, 'verifier_hash'> & { readonly verifier: string }
type FirstAccount = WithVerifier<z.input<typeof createFirstAccount.input>>
type InvitedAccount = WithVerifier<z.input<typeof acceptInvitationTo.input>>
type NewPassword = WithVerifier<z.input<typeof changePassword.input>>

const mostVerifier = 200

async function withHashedVerifier({ verifier, ...rest }: { readonly verifier?: unknown }) {
  if (typeof verifier !== 'string' || verifier.length > mostVerifier) return rest
  return { ...rest, verifier_hash: await hashVerifier(verifier) }
}

const newcomerContext = (c: Request, { email }: { readonly email?: unknown }) => ({
  ...c.get('services'),
  surroundings: c.get('surroundings'),
  caller: newcomerCaller(claimedName(typeof email === 'string' ? email : ''), {}),
})

export const accounts = new Hono<Env>()
  .post('/', accepts<FirstAccount>(), async (c) => {
    const body = c.req.valid('json')
    const input = await withHashedVerifier(body)
    const account = await perform(newcomerContext(c, body), createFirstAccount, input)
    await c.get('services').setupDone()
    return c.json(account, 201)
  })
  .post('/invited', accepts<InvitedAccount>(), async (c) => {
    const body = c.req.valid('json')
    const input = await withHashedVerifier(body)
    return c.json(await perform(newcomerContext(c, body), acceptInvitationTo, input), 201)
  })
  .post('/invitations', requireSession, accepts<z.input<typeof invite.input>>(), async (c) =>
    c.json(await perform(c.var.context, invite, c.req.valid('json')), 201),
  )
  .put('/password', requireSession, accepts<NewPassword>(), async (c) => {
    await perform(c.var.context, changePassword, await withHashedVerifier(c.req.valid('json')))
    return c.json({})
  })
