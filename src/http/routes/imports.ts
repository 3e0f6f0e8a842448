import { Hono } from 'hono'
import { perform } from '../../access/action.ts'
import { loadFormats } from '../../foreign/formats.ts'
import { type ImportInput, importEvents } from '../../imports/actions/import-events.ts'
import { accepts } from '../accepts.ts'
import type { SessionEnv } from '../env.ts'
import { requireSession } from '../middleware/require-session.ts'

/** Parts of other logs, one after the other. */
export const imports = new Hono<SessionEnv>()
  .use(requireSession)
  .post('/', accepts<ImportInput>(), async (c) => {
    const action = importEvents(await loadFormats())
    const { happenings: _, ...result } = await perform(c.var.context, action, c.req.valid('json'))
    return c.json(result, 201)
  })
