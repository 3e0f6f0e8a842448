import { type HttpAnswer, httpLine } from '../outbound/http-line.ts'
import type { HttpRequest } from '../outbound/http-request.ts'
import type { Trust } from '../outbound/trust.ts'
import { bearing, type TokenSource } from './bearer-token.ts'
import { judgeStatus } from './http-verdict.ts'
import type { Sender, Tools, Unit } from './target.ts'
import type { Verdict } from './verdict.ts'

export type HttpSending = {
  readonly tools: Tools
  readonly trust: Trust
  request(units: readonly Unit[]): HttpRequest
  /** What an answer means, where it is not only its status. */
  judge?(answer: HttpAnswer, units: readonly Unit[]): Verdict
  /** Where the bearer token of each request comes from, when it is not a setting. */
  readonly token?: TokenSource
}

/** A sender for receivers that take a batch as one request. */
export function httpSender({ tools, trust, request, judge, token }: HttpSending): Sender {
  const line = httpLine(tools.reach, trust)
  const post = token ? bearing(line, token) : line.send
  return {
    async send(units, signal) {
      const answer = await post(request(units), signal)
      if ('kind' in answer) return answer
      return judge ? judge(answer, units) : judgeStatus(answer)
    },
    close: async () => line.close(),
  }
}

/** The texts of a batch, a line each. */
export const asLines = (units: readonly Unit[]): string =>
  units.map(({ text }) => `${text}\n`).join('')

/** The texts of a batch as one JSON array. */
export const asArray = (units: readonly Unit[]): string =>
  `[${units.map(({ text }) => text).join(',')}]`
