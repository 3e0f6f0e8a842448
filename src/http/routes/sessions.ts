import { Hono } from 'hono'
import { perform } from '../../access/action.ts'
import { logIn, logOut } from '../../access/actions/sessions.ts'
import { newcomerCaller } from '../../access/newcomer.ts'
import { prelogin } from '../../access/prelogin.ts'
import { type Credentials, prove } from '../../access/sign-in.ts'
import { accepts } from '../accepts.ts'
import type { Env } from '../env.ts'
import { requireSession } from '../middleware/require-session.ts'

const longestEmail = 254

export const sessions = new Hono<Env>()
  .get('/prelogin/:email', async (c) => {
    const { store, preloginSecret } = c.get('services')
    const email = c.req.param('email').slice(0, longestEmail)
    return c.json(await prelogin(store, email, preloginSecret))
  })
  .post('/', accepts<Credentials>(), async (c) => {
    const services = c.get('services')
    const { name, newcomer } = await prove(services.store, c.req.valid('json'))
    const caller = newcomerCaller(name, newcomer)
    const context = { ...services, surroundings: c.get('surroundings'), caller }
    return c.json(await perform(context, logIn, {}), 201)
  })
  .get('/current', requireSession, (c) => {
    const { email, role, account_uid, key_half, public_key, encrypted_private_key } =
      c.var.context.caller.who
    return c.json({ email, role, account_uid, key_half, public_key, encrypted_private_key })
  })
  .delete('/current', requireSession, async (c) => {
    await perform(c.var.context, logOut, {})
    return c.json({})
  })
