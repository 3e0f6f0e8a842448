import { Hono } from 'hono'
import type { z } from 'zod'
import { perform } from '../../access/action.ts'
import {
  addTotp,
  listFactors,
  removeFactor,
  renewCodes,
} from '../../access/actions/second-factors.ts'
import { accepts } from '../accepts.ts'
import type { SessionEnv } from '../env.ts'
import { requirePermission } from '../middleware/require-permission.ts'
import { requireSession } from '../middleware/require-session.ts'

export type NewTotp = z.input<ReturnType<typeof addTotp>['input']>

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
  .post('/recovery-codes', async (c) => c.json(await perform(c.var.context, renewCodes, {}), 201))
  .delete('/:factor_uid', async (c) =>
    c.json(await perform(c.var.context, removeFactor, { factor_uid: c.req.param('factor_uid') })),
  )
