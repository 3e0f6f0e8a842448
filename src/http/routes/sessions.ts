import { type Context, Hono } from 'hono'
import { perform } from '../../access/action.ts'
import { confirmIdentity } from '../../access/actions/confirm-identity.ts'
import { endSessions, listSessions } from '../../access/actions/own-sessions.ts'
import { setUpAtLogIn, setUpPasskeyAtLogIn } from '../../access/actions/second-factors.ts'
import {
  type HalfSession,
  logIn,
  logOut,
  passSecondFactor,
  type WholeSession,
} from '../../access/actions/sessions.ts'
import { newcomerCaller } from '../../access/newcomer.ts'
import { askNewPasskey, askPasskey, verifyNewPasskey } from '../../access/passkey.ts'
import { permissionsOf } from '../../access/permission.ts'
import { prelogin } from '../../access/prelogin.ts'
import { type Proofs, proveAgain } from '../../access/prove-again.ts'
import { type Credentials, prove } from '../../access/sign-in.ts'
import { accepts } from '../accepts.ts'
import type { Env, Request } from '../env.ts'
import { type HalfEnv, requireHalfSession } from '../middleware/require-half-session.ts'
import { requirePermission } from '../middleware/require-permission.ts'
import { requireConsole, requireSession } from '../middleware/require-session.ts'
import { partyOf } from '../relying-party.ts'
import { type SecondProof, secondStep } from '../second-step.ts'
import { dropSessionCookie, keepSessionCookie, sessionCookie } from '../session-cookie.ts'
import type { NewPasskey, NewTotp } from './second-factors.ts'

const longestEmail = 254

type Carried = 'cookie' | 'header'

async function open(
  c: Pick<Request, 'get'>,
  credentials: Credentials,
  carried_by: Carried,
): Promise<Opened> {
  const services = c.get('services')
  const surroundings = c.get('surroundings')
  const attempted = { credentials, address: surroundings.remote_address }
  const { name, newcomer, code, succeeded } = await prove(services, attempted)
  const context = { ...services, surroundings, caller: newcomerCaller(name, newcomer) }
  const input = { carried_by, ...(code !== undefined && { code }) }
  const opened = await perform(context, logIn(services.exports.sealer), input)
  await succeeded()
  return opened
}

type Opened = { readonly whole?: WholeSession; readonly half?: HalfSession }

/** A session that the console keeps: the token goes into a cookie, where no script can read it. */
function keptWhole(c: Pick<Request, 'req' | 'header'>, session: WholeSession) {
  const { token, key_half: _, ...shown } = session
  keepSessionCookie(c, token, session.expires_at)
  return shown
}

function keptHalf(c: Pick<Request, 'req' | 'header'>, half: HalfSession) {
  const { token, ...shown } = half
  keepSessionCookie(c, token, half.expires_at)
  return shown
}

/** How the half session came is how the whole one goes. */
const carrierOf = (c: Context<HalfEnv>): Carried => c.get('halfway').half.carried_by

/** For who comes in now the token is in the answer or in the cookie, never in both. */
const handOver = (c: Context<HalfEnv>, whole: WholeSession) =>
  carrierOf(c) === 'cookie' ? keptWhole(c, whole) : whole

export const sessions = new Hono<Env>()
  .get('/prelogin/:email', async (c) => {
    const { store, preloginSecret } = c.get('services')
    const email = c.req.param('email').slice(0, longestEmail)
    return c.json(await prelogin(store, email, preloginSecret))
  })
  // 202: the password was right, and half a session waits for the second step.
  .post('/', accepts<Credentials>(), async (c) => {
    const { whole, half } = await open(c, c.req.valid('json'), 'header')
    return whole ? c.json(whole, 201) : c.json(half as HalfSession, 202)
  })
  .post('/cookie', requireConsole, accepts<Credentials>(), async (c) => {
    const { whole, half } = await open(c, c.req.valid('json'), 'cookie')
    return whole ? c.json(keptWhole(c, whole), 201) : c.json(keptHalf(c, half as HalfSession), 202)
  })
  .post(
    '/second-factor',
    requireHalfSession('second-factor'),
    accepts<SecondProof>(),
    async (c) => {
      const { sealer } = c.get('services').exports
      const { passkey, ...input } = c.req.valid('json')
      const { context, succeeded } = await secondStep(c, { ...(passkey && { passkey }) })
      const { whole } = await perform(context, passSecondFactor(sealer), input)
      await succeeded()
      return c.json(handOver(c, whole), 201)
    },
  )
  // What a passkey has to sign instead of a code.
  .post('/second-factor/options', requireHalfSession('second-factor'), async (c) => {
    const { store, hostname } = c.get('services')
    const { session_id: session, account_uid } = c.var.halfway.half
    return c.json(await askPasskey(store, { session, account_uid, party: partyOf(hostname()) }))
  })
  .post('/set-up', requireHalfSession('set-up'), accepts<NewTotp>(), async (c) => {
    const { sealer } = c.get('services').exports
    const { context, succeeded } = await secondStep(c)
    const acting = perform(context, setUpAtLogIn(sealer), c.req.valid('json'))
    const { whole, added } = await acting
    await succeeded()
    return c.json({ ...handOver(c, whole), recovery_codes: added.recovery_codes }, 201)
  })
  // A passkey in place of an authenticator: what the browser needs to make one, and what it has made.
  .post('/set-up/passkey/options', requireHalfSession('set-up'), async (c) => {
    const { store, hostname } = c.get('services')
    const { half, proven } = c.var.halfway
    const { session_id: session, account_uid } = half
    const asking = { session, account_uid, email: proven.email, party: partyOf(hostname()) }
    return c.json(await askNewPasskey(store, asking))
  })
  .post('/set-up/passkey', requireHalfSession('set-up'), accepts<NewPasskey>(), async (c) => {
    const { store, hostname } = c.get('services')
    const { passkey: response, ...input } = c.req.valid('json')
    const { context, succeeded } = await secondStep(c)
    const session = c.var.halfway.half.session_id
    const made = await verifyNewPasskey(store, { session, party: partyOf(hostname()), response })
    const { whole, added } = await perform(context, setUpPasskeyAtLogIn(made), input)
    await succeeded()
    return c.json({ ...handOver(c, whole), recovery_codes: added.recovery_codes }, 201)
  })
  .post('/current/confirmation/options', requireSession, requirePermission('open'), async (c) => {
    const { store, hostname } = c.get('services')
    const { session, account_uid } = c.var.context.caller.who
    return c.json(await askPasskey(store, { session, account_uid, party: partyOf(hostname()) }))
  })
  // Somebody proves again who they are. The token changes; who came with a cookie gets another cookie.
  .post(
    '/current/confirmation',
    requireSession,
    requirePermission('open'),
    accepts<Proofs>(),
    async (c) => {
      const services = c.get('services')
      const proofs = c.req.valid('json')
      const { who: person } = c.var.context.caller
      const address = c.get('surroundings').remote_address
      const party = partyOf(services.hostname())
      const { shown, succeeded } = await proveAgain(services, { person, proofs, address, party })
      const { code } = proofs
      const acting = confirmIdentity(services.exports.sealer, shown)
      const done = await perform(c.var.context, acting, { ...(code !== undefined && { code }) })
      await succeeded()
      const { token, by, expires_at } = done
      if (sessionCookie(c) === undefined) return c.json({ by, token }, 201)
      keepSessionCookie(c, token, expires_at)
      return c.json({ by }, 201)
    },
  )
  .get('/current', requireSession, requirePermission('open'), (c) => {
    const { email, role, account_uid, key_half, public_key, encrypted_private_key } =
      c.var.context.caller.who
    const may = permissionsOf(role)
    return c.json({ email, role, may, account_uid, key_half, public_key, encrypted_private_key })
  })
  .get('/', requireSession, requirePermission('open'), async (c) => {
    const { caller, store, clock } = c.var.context
    return c.json(await store.read(listSessions(caller.who, clock())))
  })
  .delete('/current', requireSession, async (c) => {
    await perform(c.var.context, logOut, {})
    dropSessionCookie(c)
    return c.json({})
  })
  .delete('/:session_id', requireSession, async (c) => {
    const input = { session_id: c.req.param('session_id') }
    return c.json(await perform(c.var.context, endSessions, input))
  })
