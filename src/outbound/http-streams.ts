import type { IncomingMessage } from 'node:http'
import { type HttpRequest, httpConnections } from './http-request.ts'
import type { Reach } from './reach.ts'

/** How long the other side may take nothing and say nothing before its answer begins, and afterwards. */
const answerMs = 15_000
const idleMs = 120_000

/** Kept connections to HTTP servers, for answers that are too long to be held. Redirects are answers like any other. */
export type HttpStreams = {
  /** Whoever gets the answer reads it to its end, or destroys it. Throws what kept it away. */
  open(request: HttpRequest): Promise<IncomingMessage>
  close(): void
}

/** Opens them: as many as there are answers at the same time. Certificates are those of the system. */
export function httpStreams(reach: Reach): HttpStreams {
  const { begin, close } = httpConnections(reach, {
    trust: {},
    maxSockets: Number.POSITIVE_INFINITY,
  })
  return {
    async open(request) {
      const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
      const begun = begin({ method: 'GET', ...request })
      const { host } = new URL(request.url)
      begun.setTimeout(answerMs, () => begun.destroy(new Error(`${host} did not answer in time`)))
      begun.once('response', resolve).on('error', reject)
      const answer = await promise
      begun.setTimeout(idleMs)
      return answer
    },
    close,
  }
}
