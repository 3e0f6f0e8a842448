import type { IncomingMessage } from 'node:http'
import { bytesOf, type HttpRequest, httpConnections } from './http-request.ts'
import type { Reach } from './reach.ts'
import type { Trust } from './trust.ts'

const timeoutMs = 30_000
/** What a longer answer is worth: nothing. */
const mostBytes = 1_048_576

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

/** Opens one. Throws `invalid` for certificates that cannot be read; `send` throws `denied` for a forbidden address. */
export function httpLine(reach: Reach, trust: Trust): HttpLine {
  const { begin, close } = httpConnections(reach, { trust, maxSockets: 4 })
  return {
    async send(wanted, signal) {
      const patience = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
      const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
      begin(wanted, patience).once('response', resolve).once('error', reject)
      const answer = await promise
      const retryAfter = answer.headers['retry-after']
      const bytes = await bytesOf(answer, mostBytes)
      return {
        status: answer.statusCode ?? 0,
        ...(retryAfter !== undefined && { retryAfter }),
        text: bytes.toString(),
        bytes,
      }
    },
    close,
  }
}
