import { Hono } from 'hono'
import { perform } from '../../access/action.ts'
import { fetchGranted } from '../../vault/actions/fetch-granted.ts'
import { fetchVault } from '../../vault/actions/fetch-vault.ts'
import { type TransferInput, transferVault } from '../../vault/actions/transfer-vault.ts'
import { accepts } from '../accepts.ts'
import type { SessionEnv } from '../env.ts'
import { requireSession } from '../middleware/require-session.ts'

export const vault = new Hono<SessionEnv>()
  .use(requireSession)
  .get('/', async (c) => c.json(await perform(c.var.context, fetchVault, {})))
  .get('/granted', async (c) => c.json(await perform(c.var.context, fetchGranted, {})))
  .post('/transfers', accepts<TransferInput>(), async (c) =>
    c.json(await perform(c.var.context, transferVault, c.req.valid('json')), 201),
  )
