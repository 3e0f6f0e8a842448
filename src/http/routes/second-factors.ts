import { Hono } from 'hono'
import type { z } from 'zod'
import { perform } from '../../access/action.ts'
import {
  addPasskey,
  addTotp,
  listFactors,
  removeFactor,
  renewCodes,
} from '../../access/actions/second-factors.ts'
import { askNewPasskey, verifyNewPasskey } from '../../access/passkey.ts'
import { accepts } from '../accepts.ts'
import type { SessionEnv } from '../env.ts'
import { requirePermission } from '../middleware/require-permission.ts'
import { requireSession } from '../middleware/require-session.ts'
import { partyOf } from '../relying-party.ts'

export type NewTotp = z.input<ReturnType<typeof addTotp>['input']>

/** What a browser has made, and what it is to be called. */
export type NewPasskey = { readonly name?: string; readonly passkey: object }

/** With what somebody proves who they are besides the password: one's own. */
export const secondFactors = new Hono<SessionEnv>()
  .use(requireSession)
  .get('/', requirePermission('open'), async (c) => {
    const { caller, store } = c.var.context
    return c.json(await store.read(listFactors(caller.who)))
  })
  .post('/totp', accepts<NewTotp>(), async (c) => {
    const { sealer } = c.get('services').exports
    return c.json(await perform(c.var.context, addTotp(sealer), c.req.valid('json')), 201)
  })
  .post('/passkeys/options', requirePermission('open'), async (c) => {
    const { store, hostname } = c.get('services')
    const { session, account_uid, email } = c.var.context.caller.who
    const party = partyOf(hostname())
    return c.json(await askNewPasskey(store, { session, account_uid, email, party }))
  })
  .post('/passkeys', accepts<NewPasskey>(), async (c) => {
    const { store, hostname } = c.get('services')
    const { session } = c.var.context.caller.who
    const { passkey: response, ...input } = c.req.valid('json')
    const made = await verifyNewPasskey(store, { session, party: partyOf(hostname()), response })
    return c.json(await perform(c.var.context, addPasskey(made), input), 201)
  })
  .post('/recovery-codes', async (c) => c.json(await perform(c.var.context, renewCodes, {}), 201))
  .delete('/:factor_uid', async (c) =>
    c.json(await perform(c.var.context, removeFactor, { factor_uid: c.req.param('factor_uid') })),
  )
