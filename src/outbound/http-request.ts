import {
  type ClientRequest,
  Agent as HttpAgent,
  type IncomingMessage,
  request as overHttp,
} from 'node:http'
import { Agent as HttpsAgent, request as overHttps } from 'node:https'
import type { Reach } from './reach.ts'
import { spareMemory } from './spare-memory.ts'
import { type Trust, tlsOptions } from './trust.ts'

export type HttpRequest = {
  readonly method?: 'POST' | 'PUT' | 'GET' | 'HEAD' | 'DELETE'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

/** Kept connections to HTTP servers. */
export type HttpConnections = {
  /** Sends a request; POST unless it says otherwise. Throws `denied` for a forbidden address. */
  begin(request: HttpRequest, signal?: AbortSignal): ClientRequest
  close(): void
}

type Limits = { readonly trust: Trust; readonly maxSockets: number }

/** Opens them. Throws `invalid` for certificates that cannot be read. */
export function httpConnections(
  { demand, lookup }: Reach,
  { trust, maxSockets }: Limits,
): HttpConnections {
  const kept = { keepAlive: true, maxSockets, lookup }
  const plain = new HttpAgent(kept)
  const secure = new HttpsAgent({ ...kept, ...tlsOptions(trust) })
  const memory = spareMemory()

  /** The UTF-8 of a text, in memory that is given back when the request is over. */
  function written(text: string): Buffer {
    const length = Buffer.byteLength(text)
    const bytes = memory.take(length)
    bytes.write(text)
    return bytes.subarray(0, length)
  }

  return {
    begin({ method = 'POST', url, headers, body = '' }, signal) {
      const target = new URL(url)
      demand(target.hostname)
      const bytes = typeof body === 'string' ? written(body) : body
      const hasBody = bytes.length > 0 || method === 'PUT' || method === 'POST'
      const length = hasBody ? { 'content-length': bytes.length } : {}
      const options = { method, headers: { ...headers, ...length }, signal, lookup }
      const begun =
        target.protocol === 'https:'
          ? overHttps(target, { ...options, agent: secure })
          : overHttp(target, { ...options, agent: plain })
      if (typeof body === 'string') begun.once('close', () => memory.giveBack(bytes))
      return begun.end(bytes)
    },
    close() {
      plain.destroy()
      secure.destroy()
    },
  }
}

/** The beginning of an answer, read to its end: what goes beyond `most` bytes is let go. */
export async function bytesOf(answer: IncomingMessage, most: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length <= most) chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
