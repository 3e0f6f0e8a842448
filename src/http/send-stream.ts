import type { SessionRequest } from './env.ts'

type Body = {
  readonly type: string
  readonly chunks: AsyncGenerator<string>
  /** Called when nobody takes the chunks any more. */
  readonly left?: () => void
}

/**
 * Sends text as it is made, no faster than the client takes it. What goes wrong before the first chunk is an ordinary
 * error; what goes wrong later cuts the connection before the end of the body, so that half an answer never looks like
 * a whole one.
 */
export async function sendStream(
  c: SessionRequest,
  { type, chunks, left }: Body,
): Promise<Response> {
  const encoder = new TextEncoder()
  const { log } = c.get('services')
  let next: Promise<IteratorResult<string>> | undefined = Promise.resolve(await chunks.next())

  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await (next ?? chunks.next())
        next = undefined
        if (done) controller.close()
        else controller.enqueue(encoder.encode(value))
      } catch (error) {
        log.error({ error, path: c.req.path }, 'an answer was cut short')
        c.env.outgoing.destroy()
        controller.close()
      }
    },
    async cancel() {
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
