import { Hono } from 'hono'
import { perform } from '../../access/action.ts'
import { endSessions, listSessions } from '../../access/actions/own-sessions.ts'
import { logIn, logOut } from '../../access/actions/sessions.ts'
import { newcomerCaller } from '../../access/newcomer.ts'
import { prelogin } from '../../access/prelogin.ts'
import { type Credentials, prove } from '../../access/sign-in.ts'
import { accepts } from '../accepts.ts'
import type { Env, Request } from '../env.ts'
import { requirePermission } from '../middleware/require-permission.ts'
import { requireConsole, requireSession } from '../middleware/require-session.ts'
import { dropSessionCookie, keepSessionCookie } from '../session-cookie.ts'

const longestEmail = 254

async function open(c: Pick<Request, 'get'>, credentials: Credentials) {
  const services = c.get('services')
  const surroundings = c.get('surroundings')
  const attempted = { credentials, address: surroundings.remote_address }
  const { name, newcomer } = await prove(services, attempted)
  const caller = newcomerCaller(name, newcomer)
  return perform({ ...services, surroundings, caller }, logIn, {})
}

export const sessions = new Hono<Env>()
  .get('/prelogin/:email', async (c) => {
    const { store, preloginSecret } = c.get('services')
    const email = c.req.param('email').slice(0, longestEmail)
    return c.json(await prelogin(store, email, preloginSecret))
  })
  .post('/', accepts<Credentials>(), async (c) => c.json(await open(c, c.req.valid('json')), 201))
  // The console's: the token goes into a cookie, where no script can read it.
  .post('/cookie', requireConsole, accepts<Credentials>(), async (c) => {
    const { token, key_half: _, ...session } = await open(c, c.req.valid('json'))
    keepSessionCookie(c, token, session.expires_at)
    return c.json(session, 201)
  })
  .get('/current', requireSession, requirePermission('open'), (c) => {
    const { email, role, account_uid, key_half, public_key, encrypted_private_key } =
      c.var.context.caller.who
    return c.json({ email, role, account_uid, key_half, public_key, encrypted_private_key })
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
