import type { CheckedContent } from '../vault/file-content.ts'
import type { Request } from './env.ts'

/**
 * Sends the bytes of a file, no faster than they are taken. When they turn out to be damaged the connection is cut before
 * their end, so that they never look whole.
 */
export function sendFile(c: Request, { size, chunks, close }: CheckedContent): Response {
  const { log } = c.get('services')
  const { outgoing } = c.env
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await chunks.next()
        if (done) controller.close()
        else controller.enqueue(value)
      } catch (error) {
        log.error({ error }, 'a file was cut short')
        outgoing.destroy()
        controller.close()
      }
    },
    cancel: close,
  })
  return c.body(body, 200, {
    'content-type': 'application/octet-stream',
    'content-length': String(size),
    'content-disposition': 'attachment',
    'cache-control': 'no-store',
  })
}
