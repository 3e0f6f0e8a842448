import { Hono } from 'hono'
import { perform } from '../../access/action.ts'
import { approve, listApprovals, refuseApproval } from '../../access/actions/approvals.ts'
import type { SessionEnv } from '../env.ts'
import { requirePermission } from '../middleware/require-permission.ts'
import { requireSession } from '../middleware/require-session.ts'

/** What waits for a second person. */
export const approvals = new Hono<SessionEnv>()
  .use(requireSession)
  .get('/', requirePermission('approvals.decide'), async (c) => {
    const { caller, store, clock } = c.var.context
    return c.json(await store.read(listApprovals(caller.who, clock())))
  })
  .post('/:approval_uid/approval', async (c) =>
    c.json(await perform(c.var.context, approve, c.req.param())),
  )
  .post('/:approval_uid/refusal', async (c) =>
    c.json(await perform(c.var.context, refuseApproval, c.req.param())),
  )
