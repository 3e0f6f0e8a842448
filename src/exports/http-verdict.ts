import type { HttpAnswer } from '../outbound/http-line.ts'
import { waitOf } from '../outbound/retry-after.ts'
import { again, dead, done, paused, type Verdict } from './verdict.ts'

const longestReason = 300

/** The status, and what the receiver says to it, on one line. */
export const reasonOf = ({ status, text }: HttpAnswer): string =>
  `the receiver answered ${status}${text ? `: ${text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()}` : ''}`.slice(
    0,
    longestReason,
  )

const later = new Set([408, 425, 429, 500, 502, 503, 504])
const settings = new Set([401, 402, 403, 404, 405, 407, 410, 421])

/** Judges by status, where only these say that a batch was taken: another 2xx is a proxy's, which must not lose events. */
export const takenWith =
  (...taken: readonly number[]) =>
  (answer: HttpAnswer): Verdict => {
    const verdict = judgeStatus(answer)
    if (verdict.kind !== 'done' || taken.includes(answer.status)) return verdict
    return again(reasonOf(answer))
  }

/** The body as a JSON object; empty when it is none. */
export function jsonOf({ text }: Pick<HttpAnswer, 'text'>): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

/** What an answer means where a protocol says nothing else. Redirects are not followed, so they are a wrong address. */
export function judgeStatus(answer: HttpAnswer, now = Date.now()): Verdict {
  const { status } = answer
  if (status >= 200 && status < 300) return done
  if (later.has(status) || status >= 500)
    return again(reasonOf(answer), waitOf(answer.retryAfter, now))
  if (settings.has(status) || status < 400) return paused(reasonOf(answer))
  return dead(reasonOf(answer))
}
