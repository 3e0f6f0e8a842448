import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { Failure, type Kind, Throttled } from '../kernel/errors.ts'
import type { Env } from './env.ts'

const statusOf = {
  invalid: 400,
  unauthenticated: 401,
  denied: 403,
  unconfirmed: 403,
  unapproved: 403,
  'not-found': 404,
  conflict: 409,
  rejected: 502,
  busy: 503,
  unproven: 500,
} as const satisfies Record<Kind, number>

/** When to come back to a server that cannot answer just now, as the header says it. */
export const busyRetryAfter = '2'
const tooManyRequests = 429

/** Every error of our own API: `{ error: kind, message: sentence }`. What went wrong inside stays in the log. */
export function answerError(error: Error, c: Context<Env>): Response {
  if (error instanceof HTTPException) return error.getResponse()
  const { log } = c.get('services')
  if (!(error instanceof Failure)) {
    log.error({ error, path: c.req.path }, 'request failed')
    return c.json(
      { error: 'internal', message: 'internal error: the log of the server has it' },
      500,
    )
  }
  if (error.cause) log.warn({ error }, 'request refused')
  const isThrottled = error instanceof Throttled
  const status = isThrottled ? tooManyRequests : statusOf[error.kind]
  if (isThrottled) c.header('retry-after', String(error.retryAfter))
  else if (error.kind === 'busy') c.header('retry-after', busyRetryAfter)
  return c.json({ error: error.kind, message: error.message }, status)
}
