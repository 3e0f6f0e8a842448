import type { ServerResponse } from 'node:http'
import { setImmediate } from 'node:timers/promises'
import { Failure } from '../kernel/errors.ts'
import type { SessionRequest } from './env.ts'

type Body = {
  readonly type: string
  readonly chunks: AsyncGenerator<string>
  /** The last words of an answer that cannot be given whole, for who reads it. */
  readonly trouble?: (failure: Failure) => string
  /** Called when nobody takes the chunks any more. */
  readonly left?: () => void
}

/** Cuts the connection once everything has left that was handed over; resolves when it is cut. */
async function cutAfterAll(outgoing: ServerResponse): Promise<void> {
  const cut = new Promise((resolve) => outgoing.once('close', resolve))
  // Whoever took the last words from the stream hands them over in the same turn.
  await setImmediate()
  if (outgoing.closed) return
  outgoing.socket?.destroySoon()
  await cut
}

/**
 * Sends text as it is made, no faster than the client takes it. What goes wrong before the first chunk is an ordinary
 * error; what goes wrong later is told, where the body has words for it, and cuts the connection before the end of the body,
 * so that half an answer never looks like a whole one.
 */
export async function sendStream(
  c: SessionRequest,
  { type, chunks, trouble, left }: Body,
): Promise<Response> {
  const encoder = new TextEncoder()
  const { log } = c.get('services')
  const { outgoing } = c.env
  let next: Promise<IteratorResult<string>> | undefined = Promise.resolve(await chunks.next())
  let isTold = false
  let hasLeft = false

  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (isTold) return cutAfterAll(outgoing).then(() => controller.close())
      try {
        const { done, value } = await (next ?? chunks.next())
        next = undefined
        if (hasLeft) return
        if (done) controller.close()
        else controller.enqueue(encoder.encode(value))
      } catch (error) {
        log.error({ error, path: c.req.path }, 'an answer was cut short')
        if (error instanceof Failure && trouble) {
          isTold = true
          controller.enqueue(encoder.encode(trouble(error)))
          return
        }
        outgoing.destroy()
        controller.close()
      }
    },
    async cancel() {
      hasLeft = true
      left?.()
      await chunks.return(undefined)
    },
  })
  // Without this header the adapter would wait for the end of a short body, and answer 500 when there is none.
  const headers = {
    'content-type': type,
    'cache-control': 'no-store',
    'transfer-encoding': 'chunked',
  }
  return c.body(body, 200, headers)
}
