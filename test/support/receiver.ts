import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

/** A request that a receiver got. */
export type Received = {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
  /** The same, for bodies that are no text. */
  readonly bytes: Buffer
}

export type Answer = {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

/** An HTTP server on loopback that keeps what it gets, and answers as the test wants it. */
export type Receiver = {
  readonly url: string
  readonly received: readonly Received[]
  /** The events in the bodies that were accepted, a line each. */
  events(): readonly Record<string, unknown>[]
  /** From now on. */
  answerWith(answer: (request: Received) => Answer): void
  stop(): Promise<void>
}

const accepted: Answer = { status: 200, body: '{"text":"Success","code":0}' }

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = []
  const taken: Received[] = []
  let answer: (request: Received) => Answer = () => accepted
  const server = createServer(async (request, response) => {
    const { method = '', url: path = '', headers } = request
    const bytes = await buffer(request)
    const one = { method, path, headers, body: bytes.toString(), bytes }
    received.push(one)
    const { status, headers: sent = {}, body = '' } = answer(one)
    if (status < 300) taken.push(one)
    response.writeHead(status, sent).end(body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    events: () =>
      taken.flatMap(({ body }) =>
        body
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line) as Record<string, unknown>),
      ),
    answerWith(next) {
      answer = next
    },
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
