import { Hono } from 'hono'
import { perform } from '../../access/action.ts'
import { openOwnFile } from '../../vault/actions/open-own-file.ts'
import { storeOwnFile, storeOwnThumbnail } from '../../vault/actions/store-own-file.ts'
import { openContent } from '../../vault/file-content.ts'
import { largestThumbnail } from '../../vault/file-limits.ts'
import type { Request, SessionEnv } from '../env.ts'
import { requireSession } from '../middleware/require-session.ts'
import { receiveOwn } from '../receive-own.ts'
import { sendFile } from '../send-file.ts'

/** The bytes of files, as their owner sends and fetches them: raw, behind a session. */
export const ownFiles = new Hono<SessionEnv>()
  .use(requireSession)
  .get('/:file_uid/content', async (c) => {
    const file = await perform(c.var.context, openOwnFile, c.req.param())
    const { blobs } = c.get('services').files
    return sendFile(c as unknown as Request, await openContent(blobs, file))
  })
  .put('/:file_uid/content', async (c) => {
    const { largest } = c.get('services').files.limits
    const how = { action: storeOwnFile, file_uid: c.req.param('file_uid'), most: largest }
    return c.json(await receiveOwn(c, how), 201)
  })
  .put('/:file_uid/thumbnail', async (c) => {
    const file_uid = c.req.param('file_uid')
    const how = { action: storeOwnThumbnail, file_uid, most: largestThumbnail }
    return c.json(await receiveOwn(c, how), 201)
  })
