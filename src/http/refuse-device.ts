import { Failure } from '../kernel/errors.ts'
import { errorAnswer } from '../protocol/error-body.ts'
import type { Request } from './env.ts'

/** Every error that a device gets: a short one in plain JSON that no secret can be in. */
export function refuseDevice(c: Request, error: unknown): Response {
  const { log } = c.get('services')
  if (!(error instanceof Failure) || error.kind === 'unproven')
    log.error({ error, path: c.req.routePath }, 'device request failed')
  else if (error.kind === 'busy' && error.cause) log.error({ error }, 'device request turned away')
  const { url, method } = c.req
  const { status, body } = errorAnswer(error, {
    url,
    method,
    userAgent: c.req.header('user-agent'),
  })
  return new Response(body, { status, headers: { 'content-type': 'application/json' } })
}
