import { Hono } from 'hono'
import { Failure } from '../../kernel/errors.ts'
import { answerDevice } from '../../protocol/device-calls.ts'
import { errorAnswer } from '../../protocol/error-body.ts'
import type { Env, Request } from '../env.ts'
import { readBody } from '../read-body.ts'

/** A record of one megabyte in base64 inside JSON takes a third of this. */
const mostBytes = 5_000_000

function refuse(c: Request, error: unknown): Response {
  const { log } = c.get('services')
  if (!(error instanceof Failure)) log.error({ error, path: c.req.path }, 'device request failed')
  else if (error.kind === 'busy' && error.cause) log.error({ error }, 'device request turned away')
  const { url, method } = c.req
  const { status, body } = errorAnswer(error, {
    url,
    method,
    userAgent: c.req.header('user-agent'),
  })
  return new Response(body, { status, headers: { 'content-type': 'application/json' } })
}

/**
 * The device protocol. Success is status 200 with an encrypted body or none; everything else is a short error in plain
 * JSON that no secret can be in.
 */
export const ksm = new Hono<Env>().post('/:endpoint', async (c) => {
  try {
    const answer = await answerDevice(c.get('services'), {
      endpoint: c.req.param('endpoint'),
      transmissionKey: c.req.header('transmissionkey'),
      authorization: c.req.header('authorization'),
      readBody: () => readBody(c.env.incoming, mostBytes),
      surroundings: c.get('surroundings'),
    })
    return c.body(answer as Uint8Array<ArrayBuffer>, 200, {
      'content-type': 'application/octet-stream',
    })
  } catch (error) {
    return refuse(c, error)
  }
})
