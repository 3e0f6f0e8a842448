import { Agent as HttpAgent, type IncomingMessage, request as overHttp } from 'node:http'
import { Agent as HttpsAgent, request as overHttps } from 'node:https'
import type { Reach } from './reach.ts'
import { type Trust, tlsOptions } from './trust.ts'

const timeoutMs = 30_000
/** What a longer answer is worth: nothing. */
const mostBytes = 1_048_576

export type HttpRequest = {
  readonly method?: 'POST' | 'PUT' | 'GET' | 'HEAD' | 'DELETE'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

export type HttpAnswer = {
  readonly status: number
  /** As sent: seconds or a date. */
  readonly retryAfter?: string
  /** At most 1 MiB of it. */
  readonly text: string
  /** The same, for protocols that are no text. */
  readonly bytes?: Uint8Array
}

/** Kept connections to HTTP servers. Redirects are answers like any other. */
export type HttpLine = {
  send(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer>
  close(): void
}

async function bytesOf(answer: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length <= mostBytes) chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Opens one. Throws `invalid` for certificates that cannot be read; `send` throws `denied` for a forbidden address. */
export function httpLine({ demand, lookup }: Reach, trust: Trust): HttpLine {
  const kept = { keepAlive: true, maxSockets: 4, lookup }
  const plain = new HttpAgent(kept)
  const secure = new HttpsAgent({ ...kept, ...tlsOptions(trust) })

  function begin(
    target: URL,
    { method = 'POST', headers, body = '' }: HttpRequest,
    signal: AbortSignal,
  ) {
    const bytes = typeof body === 'string' ? Buffer.from(body) : body
    const length = { 'content-length': bytes.length }
    const options = { method, headers: { ...headers, ...length }, signal, lookup }
    const begun =
      target.protocol === 'https:'
        ? overHttps(target, { ...options, agent: secure })
        : overHttp(target, { ...options, agent: plain })
    return begun.end(bytes)
  }

  return {
    async send(wanted, signal) {
      const target = new URL(wanted.url)
      demand(target.hostname)
      const patience = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
      const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
      begin(target, wanted, patience).once('response', resolve).once('error', reject)
      const answer = await promise
      const retryAfter = answer.headers['retry-after']
      const bytes = await bytesOf(answer)
      return {
        status: answer.statusCode ?? 0,
        ...(retryAfter !== undefined && { retryAfter }),
        text: bytes.toString(),
        bytes,
      }
    },
    close() {
      plain.destroy()
      secure.destroy()
    },
  }
}
