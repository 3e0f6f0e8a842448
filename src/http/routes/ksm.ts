import { Hono } from 'hono'
import type { Env } from '../env.ts'
import { answerHeaders, receiveCall } from '../receive-call.ts'
import { refuseDevice } from '../refuse-device.ts'

/**
 * The device protocol. Success is status 200 with an encrypted body or none; everything else is a short error in plain
 * JSON that no secret can be in. Most calls do not come here but to `request-listener.ts`, which answers the same.
 */
export const ksm = new Hono<Env>().post('/:endpoint', async (c) => {
  const call = { endpoint: c.req.param('endpoint'), surroundings: c.get('surroundings') }
  try {
    const answer = await receiveCall(c.get('services'), c.env.incoming, call)
    return c.body(answer as Uint8Array<ArrayBuffer>, 200, answerHeaders)
  } catch (error) {
    return refuseDevice(c, error)
  }
})
