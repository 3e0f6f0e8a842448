import { Hono } from 'hono'
import type { z } from 'zod'
import { perform } from '../../access/action.ts'
import { changeSignInRules } from '../../access/actions/sign-in-rules.ts'
import { readSignInRules } from '../../access/sign-in-rules.ts'
import { accepts } from '../accepts.ts'
import type { SessionEnv } from '../env.ts'
import { requirePermission } from '../middleware/require-permission.ts'
import { requireSession } from '../middleware/require-session.ts'

/** What is asked of everybody who logs in. */
export const signInRules = new Hono<SessionEnv>()
  .use(requireSession)
  .get('/', requirePermission('people.read'), async (c) =>
    c.json(await c.get('services').store.read(readSignInRules)),
  )
  .put('/', accepts<z.input<typeof changeSignInRules.input>>(), async (c) =>
    c.json(await perform(c.var.context, changeSignInRules, c.req.valid('json'))),
  )
