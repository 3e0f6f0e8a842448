import { type HttpAnswer, type HttpRequest, httpLine } from '../outbound/http-line.ts'
import type { Trust } from '../outbound/trust.ts'
import { judgeStatus } from './http-verdict.ts'
import type { Sender, Tools, Unit } from './target.ts'
import type { Verdict } from './verdict.ts'

export type HttpSending = {
  readonly tools: Tools
  readonly trust: Trust
  request(units: readonly Unit[]): HttpRequest
  /** What an answer means, where it is not only its status. */
  judge?(answer: HttpAnswer, units: readonly Unit[]): Verdict
}

/** A sender for receivers that take a batch as one request. */
export function httpSender({ tools, trust, request, judge }: HttpSending): Sender {
  const line = httpLine(tools.reach, trust)
  return {
    async send(units, signal) {
      const answer = await line.send(request(units), signal)
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
