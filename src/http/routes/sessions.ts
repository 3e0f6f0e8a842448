import { zValidator } from '@hono/zod-validator'
import { Hono } from 'hono'
import { z } from 'zod'
import { perform } from '../../access/action.ts'
import { logIn, logOut } from '../../access/actions/sessions.ts'
import { email as normalised } from '../../access/email.ts'
import { newcomerCaller } from '../../access/newcomer.ts'
import { isVerifier } from '../../access/password.ts'
import { prelogin } from '../../access/prelogin.ts'
import { type Env, jsonBody } from '../env.ts'
import { requireSession } from '../middleware/require-session.ts'

const credentials = z.object({ email: z.string().max(254), verifier: z.string().max(200) })

export const sessions = new Hono<Env>()
  .get('/prelogin', zValidator('query', z.object({ email: z.string().max(254) })), async (c) => {
    const { store, preloginSecret } = c.get('services')
    return c.json(await prelogin(store, c.req.valid('query').email, preloginSecret))
  })
  .post('/', async (c) => {
    const services = c.get('services')
    const { email = '', verifier = '' } = credentials.safeParse(await jsonBody(c)).data ?? {}
    const name = normalised.safeParse(email).data ?? email
    const account = await services.store.read(({ accounts }) => accounts.findByEmail(name))
    const proven = (await isVerifier(verifier, account?.verifier_hash)) ? { proven: account } : {}
    const context = {
      ...services,
      surroundings: c.get('surroundings'),
      caller: newcomerCaller(name, proven as { proven?: NonNullable<typeof account> }),
    }
    return c.json(await perform(context, logIn, {}), 201)
  })
  .get('/current', requireSession, (c) => {
    const { email, role, account_uid, key_half } = c.var.context.caller.who
    return c.json({ email, role, account_uid, key_half })
  })
  .delete('/current', requireSession, async (c) => {
    await perform(c.var.context, logOut, {})
    return c.json({})
  })
