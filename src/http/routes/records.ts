import { Hono } from 'hono'
import { perform } from '../../access/action.ts'
import { addRecord } from '../../vault/actions/add-record.ts'
import { openRecord } from '../../vault/actions/open-record.ts'
import { removeRecord } from '../../vault/actions/remove-record.ts'
import { updateRecord } from '../../vault/actions/update-record.ts'
import { jsonBody, type SessionEnv } from '../env.ts'
import { requireSession } from '../middleware/require-session.ts'

export const records = new Hono<SessionEnv>()
  .use(requireSession)
  .post('/', async (c) => c.json(await perform(c.var.context, addRecord, await jsonBody(c)), 201))
  .get('/:record_uid', async (c) => c.json(await perform(c.var.context, openRecord, c.req.param())))
  .put('/:record_uid', async (c) => {
    const body = await jsonBody(c)
    return c.json(
      await perform(c.var.context, updateRecord, { ...(body as object), ...c.req.param() }),
    )
  })
  .delete('/:record_uid', async (c) => {
    const { record_uid } = await perform(c.var.context, removeRecord, c.req.param())
    return c.json({ record_uid })
  })
