import { Hono } from 'hono'
import type { SessionEnv } from '../env.ts'
import { requirePermission } from '../middleware/require-permission.ts'
import { requireSession } from '../middleware/require-session.ts'

/** Which servers there are over one store, and what each of them does for all. */
export const servers = new Hono<SessionEnv>()
  .use(requireSession)
  .get('/', requirePermission('servers.read'), async (c) =>
    c.json(await c.get('services').servers.list()),
  )
