import { Hono } from 'hono'
import type { z } from 'zod'
import { perform } from '../../access/action.ts'
import { changePassword } from '../../access/actions/change-password.ts'
import { acceptInvitationTo, createFirstAccount } from '../../access/actions/create-account.ts'
import { invite } from '../../access/actions/invite.ts'
import {
  beginRecovery,
  finishRecovery,
  removeRecoveryPhrase,
  setRecoveryPhrase,
} from '../../access/actions/recovery.ts'
import { claimedName } from '../../access/email.ts'
import { newcomerCaller } from '../../access/newcomer.ts'
import { tokenHash } from '../../access/opaque-token.ts'
import { hashVerifier } from '../../access/password.ts'
import { type PhraseShown, provePhrase } from '../../access/prove-phrase.ts'
import { accepts } from '../accepts.ts'
import type { Env, Request } from '../env.ts'
import { requireHalfSession } from '../middleware/require-half-session.ts'
import { requireSession } from '../middleware/require-session.ts'

/** What a client sends: the verifier itself, which becomes its argon2id before any action sees it. */
type WithVerifier<Input> = Omit<Input, 'verifier_hash'> & { readonly verifier: string }
type FirstAccount = WithVerifier<z.input<typeof createFirstAccount.input>>
type InvitedAccount = WithVerifier<z.input<typeof acceptInvitationTo.input>>
type NewPassword = WithVerifier<z.input<typeof changePassword.input>>

type NewPhrase = { readonly verifier: string; readonly encrypted_data_key: string }

/** What somebody is told whose phrase was used: it may have been somebody else. */
const recoveryTold = (address = 'an unknown address') => ({
  subject: 'Your Keepwatch account was opened with the recovery phrase',
  text: `Somebody at ${address} has given your recovery phrase, and can set a new master password. If that was not you, tell an administrator at once: they can lock the account.`,
})

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
  .put('/recovery-phrase', requireSession, accepts<NewPhrase>(), async (c) => {
    const { verifier, ...rest } = c.req.valid('json')
    const hashed = typeof verifier === 'string' ? { verifier_hash: tokenHash(verifier) } : {}
    return c.json(await perform(c.var.context, setRecoveryPhrase, { ...rest, ...hashed }))
  })
  .delete('/recovery-phrase', requireSession, async (c) =>
    c.json(await perform(c.var.context, removeRecoveryPhrase, {})),
  )
  .post('/recovery', accepts<PhraseShown>(), async (c) => {
    const services = c.get('services')
    const surroundings = c.get('surroundings')
    const knocking = { raw: c.req.valid('json'), address: surroundings.remote_address }
    const { name, newcomer, code, succeeded } = await provePhrase(services, knocking)
    const context = { ...services, surroundings, caller: newcomerCaller(name, newcomer) }
    const input = code === undefined ? {} : { code }
    const begun = await perform(context, beginRecovery(services.exports.sealer), input)
    await succeeded()
    void services.tellPerson?.(begun.email, recoveryTold(surroundings.remote_address))
    return c.json(begun, 201)
  })
  .put('/recovery', requireHalfSession('recovery'), accepts<NewPassword>(), async (c) => {
    const { proven, half } = c.var.halfway
    const caller = newcomerCaller(proven.email, { proven, half })
    const context = { ...c.get('services'), surroundings: c.get('surroundings'), caller }
    return c.json(
      await perform(context, finishRecovery, await withHashedVerifier(c.req.valid('json'))),
    )
  })
  .put('/password', requireSession, accepts<NewPassword>(), async (c) => {
    await perform(c.var.context, changePassword, await withHashedVerifier(c.req.valid('json')))
    return c.json({})
  })
