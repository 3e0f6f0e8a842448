import {
  type ClientRequest,
  Agent as HttpAgent,
  type IncomingMessage,
  request as overHttp,
} from 'node:http'
import { Agent as HttpsAgent, request as overHttps } from 'node:https'
import type { HttpRequest } from './http-line.ts'
import type { Reach } from './reach.ts'
import { tlsOptions } from './trust.ts'

/** How long the other side may take nothing and say nothing before its answer begins, and afterwards. */
const answerMs = 15_000
const idleMs = 120_000

/** Kept connections to HTTP servers, for answers that are too long to be held. Redirects are answers like any other. */
export type HttpStreams = {
  /** Whoever gets the answer reads it to its end, or destroys it. Throws what kept it away. */
  open(request: HttpRequest): Promise<IncomingMessage>
  close(): void
}

const bytesOf = (body: string | Uint8Array) => (typeof body === 'string' ? Buffer.from(body) : body)

/** Opens them: as many as there are answers at the same time. Certificates are those of the system. */
export function httpStreams({ demand, lookup }: Reach): HttpStreams {
  const kept = { keepAlive: true, lookup }
  const plain = new HttpAgent(kept)
  const secure = new HttpsAgent({ ...kept, ...tlsOptions({}) })

  function begin({ method = 'GET', url, headers, body = '' }: HttpRequest): ClientRequest {
    const target = new URL(url)
    demand(target.hostname)
    const bytes = bytesOf(body)
    const length = bytes.length > 0 || method === 'PUT' ? { 'content-length': bytes.length } : {}
    const options = { method, headers: { ...headers, ...length }, lookup }
    const begun =
      target.protocol === 'https:'
        ? overHttps(target, { ...options, agent: secure })
        : overHttp(target, { ...options, agent: plain })
    return begun.end(bytes)
  }

  return {
    async open(request) {
      const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
      const begun = begin(request)
      const { host } = new URL(request.url)
      begun.setTimeout(answerMs, () => begun.destroy(new Error(`${host} did not answer in time`)))
      begun.once('response', resolve).on('error', reject)
      const answer = await promise
      begun.setTimeout(idleMs)
      return answer
    },
    close() {
      plain.destroy()
      secure.destroy()
    },
  }
}
