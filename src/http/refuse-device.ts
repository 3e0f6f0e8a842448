import { DeviceRefusal } from '../access/device-refusal.ts'
import { Failure } from '../kernel/errors.ts'
import { type ErrorAnswer, errorAnswer, type Requested } from '../protocol/error-body.ts'
import type { Request } from './env.ts'
import { busyRetryAfter } from './errors.ts'
import type { Services } from './services.ts'

export const errorHeaders = { 'content-type': 'application/json' } as const

/** Every error that a device gets: a short one in plain JSON that no secret can be in. What the operator must know is logged. */
export function deviceError(
  { log }: Pick<Services, 'log'>,
  error: unknown,
  requested: Requested & { readonly route: string },
): ErrorAnswer {
  if (!(error instanceof Failure) || error.kind === 'unproven')
    log.error({ error, path: requested.route }, 'device request failed')
  else if (error.kind === 'busy' && error.cause) log.error({ error }, 'device request turned away')
  return errorAnswer(error, requested)
}

/** The same as the answer of a route. */
export function refuseDevice(c: Request, error: unknown): Response {
  const { url, method, routePath: route } = c.req
  const userAgent = c.req.header('user-agent')
  const { status, body } = deviceError(c.get('services'), error, { url, method, userAgent, route })
  return new Response(body, { status, headers: errorHeaders })
}

/** Bytes of files travel by plain HTTP, where push-back is 503; a device that asks too often is refused as everywhere. */
export function refuseFile(c: Request, error: unknown): Response {
  const refused = refuseDevice(c, error)
  if (!(error instanceof Failure) || error.kind !== 'busy' || error instanceof DeviceRefusal)
    return refused
  const headers = { ...errorHeaders, 'retry-after': busyRetryAfter }
  return new Response(refused.body, { status: 503, headers })
}
