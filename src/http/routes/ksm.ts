import { Hono } from 'hono'
import { answerDevice } from '../../protocol/device-calls.ts'
import type { Env } from '../env.ts'
import { readBody } from '../read-body.ts'
import { refuseDevice } from '../refuse-device.ts'

/** A record of one megabyte in base64 inside JSON takes a third of this. */
const mostBytes = 5_000_000

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
    return refuseDevice(c, error)
  }
})
