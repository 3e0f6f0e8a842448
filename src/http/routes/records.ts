import { Hono } from 'hono'
import type { z } from 'zod'
import { perform } from '../../access/action.ts'
import { addRecord } from '../../vault/actions/add-record.ts'
import { addRecordLink } from '../../vault/actions/add-record-link.ts'
import { announceOwnFile } from '../../vault/actions/announce-own-file.ts'
import { openRecord } from '../../vault/actions/open-record.ts'
import { removeOwnFiles } from '../../vault/actions/remove-own-files.ts'
import { removeRecord } from '../../vault/actions/remove-record.ts'
import { removeRecordLink } from '../../vault/actions/remove-record-link.ts'
import { updateRecord } from '../../vault/actions/update-record.ts'
import { accepts } from '../accepts.ts'
import type { SessionEnv } from '../env.ts'
import { requireSession } from '../middleware/require-session.ts'

type NewRecord = z.input<typeof addRecord.input>
type NewFile = Omit<z.input<ReturnType<typeof announceOwnFile>['input']>, 'record_uid'>
type NewLink = Omit<z.input<typeof addRecordLink.input>, 'record_uid'>
type LinkRemoval = Omit<z.input<typeof removeRecordLink.input>, 'record_uid'>
type Removal = Omit<z.input<typeof removeOwnFiles.input>, 'record_uid'>
type Update = Omit<z.input<typeof updateRecord.input>, 'record_uid'>

export const records = new Hono<SessionEnv>()
  .use(requireSession)
  .post('/', accepts<NewRecord>(), async (c) =>
    c.json(await perform(c.var.context, addRecord, c.req.valid('json')), 201),
  )
  .get('/:record_uid', async (c) => c.json(await perform(c.var.context, openRecord, c.req.param())))
  .post('/:record_uid/files', accepts<NewFile>(), async (c) => {
    const input = { ...c.req.valid('json'), ...c.req.param() }
    const announce = announceOwnFile(c.get('services').files.limits)
    return c.json(await perform(c.var.context, announce, input), 201)
  })
  .post('/:record_uid/links', accepts<NewLink>(), async (c) => {
    const input = { ...c.req.valid('json'), ...c.req.param() }
    return c.json(await perform(c.var.context, addRecordLink, input), 201)
  })
  .post('/:record_uid/links/removal', accepts<LinkRemoval>(), async (c) => {
    const input = { ...c.req.valid('json'), ...c.req.param() }
    return c.json(await perform(c.var.context, removeRecordLink, input))
  })
  .post('/:record_uid/files/removal', accepts<Removal>(), async (c) => {
    const input = { ...c.req.valid('json'), ...c.req.param() }
    const { files, revision } = await perform(c.var.context, removeOwnFiles, input)
    return c.json({ file_uids: files.map(({ file_uid }) => file_uid), revision })
  })
  .put('/:record_uid', accepts<Update>(), async (c) => {
    const input = { ...c.req.valid('json'), ...c.req.param() }
    return c.json(await perform(c.var.context, updateRecord, input))
  })
  .delete('/:record_uid', async (c) => {
    const { record_uid } = await perform(c.var.context, removeRecord, c.req.param())
    return c.json({ record_uid })
  })
