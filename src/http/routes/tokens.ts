import { Hono } from 'hono'
import { perform } from '../../access/action.ts'
import {
  createApiToken,
  listApiTokens,
  type NewTokenInput,
  revokeApiToken,
} from '../../access/actions/api-tokens.ts'
import { accepts } from '../accepts.ts'
import type { SessionEnv } from '../env.ts'
import { requirePermission } from '../middleware/require-permission.ts'
import { requireSession } from '../middleware/require-session.ts'

/** Tokens with which programs read the log. */
export const tokens = new Hono<SessionEnv>()
  .use(requireSession)
  .get('/', requirePermission('tokens.change'), async (c) =>
    c.json(await c.get('services').store.read(listApiTokens)),
  )
  .post('/', accepts<NewTokenInput>(), async (c) =>
    c.json(await perform(c.var.context, createApiToken, c.req.valid('json')), 201),
  )
  .delete('/:name', async (c) =>
    c.json(await perform(c.var.context, revokeApiToken, { name: c.req.param('name') })),
  )
