import { Hono } from 'hono'
import { uploadedStatus } from '../../protocol/file-calls.ts'
import { giveDownload, takeUpload } from '../../protocol/file-door.ts'
import type { Env } from '../env.ts'
import { readUpload } from '../read-upload.ts'
import { refuseFile } from '../refuse-device.ts'
import { sendFile } from '../send-file.ts'

/** Go takes an empty answer for a failure; the others look at the status only. */
const uploaded = '<?xml version="1.0" encoding="UTF-8"?>\n<PostResponse/>\n'

/** JavaScript leaves the answer unread, and its process would stay for as long as the connection does. */
const headers = { 'content-type': 'application/xml', connection: 'close' }

/**
 * Where devices send the bytes of files, as to S3 (a form whose fields come first), and fetch them: plain HTTP, each URL
 * good for one device and one time.
 */
export const files = new Hono<Env>()
  .post('/upload', async (c) => {
    const services = c.get('services')
    const surroundings = c.get('surroundings')
    try {
      await takeUpload(services, {
        surroundings,
        read: (take) =>
          readUpload(c.env.incoming, ({ fields, file }) => take(fields.get('token') ?? '', file)),
      })
      return c.body(uploaded, uploadedStatus, headers)
    } catch (error) {
      return refuseFile(c, error)
    }
  })
  .get('/:ticket', async (c) => {
    try {
      const link = { text: c.req.param('ticket'), surroundings: c.get('surroundings') }
      return sendFile(c, await giveDownload(c.get('services'), link))
    } catch (error) {
      return refuseFile(c, error)
    }
  })
