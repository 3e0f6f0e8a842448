import { Hono } from 'hono'
import { perform } from '../../access/action.ts'
import { type SignOff, signOffReport } from '../../reports/actions/sign-off.ts'
import { accepts } from '../accepts.ts'
import type { SessionEnv } from '../env.ts'
import { requireSession } from '../middleware/require-session.ts'

/** Reviews of reports, which are events and nothing else. */
export const signOffs = new Hono<SessionEnv>()
  .use(requireSession)
  .post('/', accepts<SignOff>(), async (c) =>
    c.json(await perform(c.var.context, signOffReport, c.req.valid('json')), 201),
  )
