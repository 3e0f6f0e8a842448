import { Hono } from 'hono'
import { perform } from '../../access/action.ts'
import { vocabularyOf } from '../../events/vocabulary.ts'
import {
  listReports,
  openReport,
  removeReport,
  type SavedInput,
  saveReport,
  toldReport,
} from '../../reports/actions/saved-reports.ts'
import { accepts } from '../accepts.ts'
import type { SessionEnv } from '../env.ts'
import { requireSession } from '../middleware/require-session.ts'

/** Reports under a name, of everybody who may read events. */
export const savedReports = new Hono<SessionEnv>()
  .use(requireSession)
  .get('/', async (c) => c.json((await perform(c.var.context, listReports, {})).map(toldReport)))
  .get('/:name', async (c) =>
    c.json(toldReport(await perform(c.var.context, openReport, { name: c.req.param('name') }))),
  )
  .put('/:name', accepts<SavedInput>(), async (c) => {
    const { catalog, library } = c.get('services')
    const action = saveReport(vocabularyOf(catalog).fields, library)
    const asked = { ...c.req.valid('json'), name: c.req.param('name') }
    const { name, isNew } = await perform(c.var.context, action, asked)
    return c.json({ name }, isNew ? 201 : 200)
  })
  .delete('/:name', async (c) =>
    c.json(await perform(c.var.context, removeReport, { name: c.req.param('name') })),
  )
