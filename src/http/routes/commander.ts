import { Hono } from 'hono'
import { Failure } from '../../kernel/errors.ts'
import type { Env, Request } from '../env.ts'
import { readBody } from '../read-body.ts'
import { answerHeaders, mostCallBytes } from '../receive-call.ts'
import { errorHeaders } from '../refuse-device.ts'

/** Loaded when the first call comes: most servers start without anybody who makes one. */
async function calls() {
  const { answerCommander } = await import('../../commander/answer.ts')
  const { answerForRouter } = await import('../../commander/router.ts')
  const { refusalAnswer } = await import('../../commander/refusal.ts')
  return { answerCommander, answerForRouter, refusalAnswer }
}

async function refuse(c: Request, error: unknown): Promise<Response> {
  const { log } = c.get('services')
  if (!(error instanceof Failure) || error.kind === 'unproven')
    log.error({ error, path: c.req.path }, 'call of Commander failed')
  const { status, body } = (await calls()).refusalAnswer(error)
  return new Response(body, { status, headers: errorHeaders })
}

async function answer(c: Request, endpoint: string): Promise<Response> {
  const knock = {
    endpoint,
    readBody: () => readBody(c.env.incoming, mostCallBytes),
    surroundings: c.get('surroundings'),
  }
  try {
    const { answerCommander } = await calls()
    const body = await answerCommander(c.get('services'), knock)
    return c.body(body as Uint8Array<ArrayBuffer>, 200, answerHeaders)
  } catch (error) {
    return refuse(c, error)
  }
}

/** Keeper Commander's calls: an encrypted body of status 200, or an error in plain JSON whose sentence Commander shows. */
export const commander = new Hono<Env>()
  .post('/keep_alive', (c) => answer(c as unknown as Request, 'keep_alive'))
  .post('/:noun/:verb', (c) => {
    const { noun, verb } = c.req.param()
    return answer(c as unknown as Request, `${noun}/${verb}`)
  })

const routed = '/api/user/'

/** What Commander asks of Keeper's router, where its user told it to ask here: that there is none is its whole answer. */
export const commanderRouter = new Hono<Env>().post('/*', async (c) => {
  const knock = {
    endpoint: `user/${c.req.path.slice(routed.length)}`,
    transmissionKey: c.req.header('transmissionkey'),
    authorization: c.req.header('authorization'),
    surroundings: c.get('surroundings'),
  }
  try {
    const body = await (await calls()).answerForRouter(c.get('services'), knock)
    return c.body(body as Uint8Array<ArrayBuffer>, 200, answerHeaders)
  } catch (error) {
    return refuse(c as unknown as Request, error)
  }
})
