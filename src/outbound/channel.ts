import type { z } from 'zod'
import { type HttpAnswer, httpLine } from './http-line.ts'
import type { HttpRequest } from './http-request.ts'
import type { Notice } from './notice.ts'
import type { Reach } from './reach.ts'
import { waitOf } from './retry-after.ts'
import type { Trust } from './trust.ts'

/** What the server gives a channel. */
export type ChannelTools = {
  readonly reach: Reach
  /** The operator's mail server, as a URL with what it wants to know, and who mail is from. */
  readonly mail?: { readonly url: string; readonly from: string } | undefined
  /** The operator's SMS service: a URL with account and token, and who a message is from. */
  readonly sms?: { readonly url: string; readonly from: string } | undefined
  /** When it is sent. */
  now(): Date
}

/**
 * What came of one attempt:
 *
 * - `taken`: the receiver has it
 * - `again`: it has not, and may have it later; not before `afterMs`
 * - `gone`: it wants no more messages, ever
 */
export type Outcome = {
  readonly kind: 'taken' | 'again' | 'gone'
  /** The status of the answer, where the protocol has one. */
  readonly status?: number
  /** What the receiver said, on one line and bounded. */
  readonly answer: string
  readonly afterMs?: number
}

/** A way to tell somebody: a file of `channels/`, found by being there. */
export type Channel<Settings extends z.ZodObject = z.ZodObject> = {
  readonly name: string
  readonly title: string
  /** Each field has a title; what nobody may read again is made by `secret`. */
  readonly settings: Settings
  /** Who is told, in a few words without a secret. */
  whom(settings: z.output<Settings>): string
  /** Throws whatever kept the message away: that is `again`. */
  send(notice: Notice, settings: z.output<Settings>, sending: Sending): Promise<Outcome>
}

const longestAnswer = 1_024

/** What a receiver said, fit to be shown: one line, bounded. */
export const answerLine = (text: string): string =>
  text
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, longestAnswer)

/** What an answer means by its status: 2xx is taken, 410 is gone, and everything else may be mended. Redirects are not followed. */
export function judgeAnswer({ status, text, retryAfter }: HttpAnswer, now: number): Outcome {
  const said = { status, answer: answerLine(text) }
  if (status >= 200 && status < 300) return { kind: 'taken', ...said }
  if (status === 410) return { kind: 'gone', ...said }
  const afterMs = waitOf(retryAfter, now)
  return { kind: 'again', ...said, ...(afterMs !== undefined && { afterMs }) }
}

/** What a channel sends with. */
export type Sending = { readonly tools: ChannelTools; readonly signal: AbortSignal }

type Request = {
  readonly request: HttpRequest
  readonly trust?: Trust | undefined
  /** What an answer means, where it is not only its status. */
  readonly judge?: ((answer: HttpAnswer, now: number) => Outcome) | undefined
}

/** Sends one request on a connection of its own. Throws whatever kept it away. */
export async function sendRequest(
  { request, trust = {}, judge = judgeAnswer }: Request,
  { tools, signal }: Sending,
): Promise<Outcome> {
  const line = httpLine(tools.reach, trust)
  try {
    return judge(await line.send(request, signal), tools.now().getTime())
  } finally {
    line.close()
  }
}

type HttpChannel<Settings extends z.ZodObject> = Omit<Channel<Settings>, 'send'> & {
  /** What is posted. Pure but for `now`, so that a test can look at it. */
  request(notice: Notice, settings: z.output<Settings>, now: Date): HttpRequest
  trust?(settings: z.output<Settings>): Trust
  /** What an answer means, where it is not only its status. */
  judge?(answer: HttpAnswer): Outcome
}

/** A channel that is one HTTP request. */
export function httpChannel<Settings extends z.ZodObject>({
  request,
  trust,
  judge,
  ...rest
}: HttpChannel<Settings>): Channel<Settings> {
  return {
    ...rest,
    send: (notice, settings, sending) =>
      sendRequest(
        {
          request: request(notice, settings, sending.tools.now()),
          trust: trust?.(settings),
          judge,
        },
        sending,
      ),
  }
}
