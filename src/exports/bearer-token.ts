import type { HttpAnswer, HttpLine } from '../outbound/http-line.ts'
import type { HttpRequest } from '../outbound/http-request.ts'
import { jsonOf, judgeStatus, reasonOf } from './http-verdict.ts'
import { again, paused, type Verdict } from './verdict.ts'

/** Where access tokens come from: an OAuth 2.0 token endpoint (RFC 6749 §4.4, RFC 7523). */
export type TokenSource = {
  /** Who gives it, for people. */
  readonly title: string
  request(): HttpRequest
}

type Token = { readonly text: string; readonly until: number }

/** A token is not used up to its end: the request takes a while, and clocks differ. */
const marginMs = 300_000
const usualSeconds = 3_600

/** Why there is no token. What a token endpoint refuses (RFC 6749 §5.2) is a wrong setting, whatever its status says. */
function refusal(title: string, answer: HttpAnswer): Verdict {
  const verdict = judgeStatus(answer)
  const reason = `${title}: ${reasonOf(answer)}`
  if (verdict.kind === 'again') return again(reason, verdict.afterMs)
  return verdict.kind === 'done' ? again(reason) : paused(reason)
}

function tokenOf(answer: HttpAnswer): Token | undefined {
  const { access_token: text, expires_in: seconds = usualSeconds } = jsonOf(answer)
  if (answer.status !== 200 || typeof text !== 'string') return undefined
  return { text, until: Date.now() + Number(seconds) * 1000 - marginMs }
}

/**
 * Sends requests with a token that is fetched when there is none, when it is about to end, and once more when the receiver refuses
 * it: then another 401 is final. Gives a verdict when there is no token to be had.
 */
export function bearing(line: Pick<HttpLine, 'send'>, { title, request }: TokenSource) {
  let token: Token | undefined

  async function fetched(signal: AbortSignal): Promise<Token | Verdict> {
    const answer = await line.send(request(), signal)
    token = tokenOf(answer)
    return token ?? refusal(title, answer)
  }

  return async (wanted: HttpRequest, signal: AbortSignal): Promise<HttpAnswer | Verdict> => {
    const kept = token !== undefined && token.until > Date.now() ? token : undefined
    const first = kept ?? (await fetched(signal))
    if ('kind' in first) return first
    const sent = (bearer: Token) =>
      line.send(
        { ...wanted, headers: { ...wanted.headers, authorization: `Bearer ${bearer.text}` } },
        signal,
      )
    const answer = await sent(first)
    if (answer.status !== 401 || !kept) return answer
    const second = await fetched(signal)
    return 'kind' in second ? second : sent(second)
  }
}
