import { Hono } from 'hono'
import type { z } from 'zod'
import { perform } from '../../access/action.ts'
import { addFolder } from '../../vault/actions/add-folder.ts'
import { moveFolder } from '../../vault/actions/move-folder.ts'
import { removeFolder } from '../../vault/actions/remove-folder.ts'
import { accepts } from '../accepts.ts'
import type { SessionEnv } from '../env.ts'
import { requireSession } from '../middleware/require-session.ts'

type NewFolder = z.input<typeof addFolder.input>
type Move = Omit<z.input<typeof moveFolder.input>, 'folder_uid'>
type Removal = Omit<z.input<typeof removeFolder.input>, 'folder_uid'>

/** Folders are listed with the whole vault, by GET /vault: their names are ciphertext, and so are those of records. */
export const folders = new Hono<SessionEnv>()
  .use(requireSession)
  .post('/', accepts<NewFolder>(), async (c) =>
    c.json(await perform(c.var.context, addFolder, c.req.valid('json')), 201),
  )
  .put('/:folder_uid/parent', accepts<Move>(), async (c) => {
    const input = { ...c.req.valid('json'), ...c.req.param() }
    return c.json(await perform(c.var.context, moveFolder, input))
  })
  .post('/:folder_uid/removal', accepts<Removal>(), async (c) => {
    const input = { ...c.req.valid('json'), ...c.req.param() }
    const { folder_uid, folders, records } = await perform(c.var.context, removeFolder, input)
    return c.json({ folder_uid, folders: folders.length, records: records.length })
  })
