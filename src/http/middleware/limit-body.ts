import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { actionFailed } from '../../events/catalog/security.ts'
import { happened } from '../../events/event-type.ts'
import { invalid } from '../../kernel/errors.ts'
import type { Request } from '../env.ts'

const mostBytes = 4_000_000

async function refuse(c: Request): Promise<never> {
  const { refusals, clock } = c.get('services')
  const error = invalid(`the request is larger than ${mostBytes} bytes: send less at once`)
  const { kind: reason, message: detail } = error
  const happening = happened(actionFailed, {
    action: `${c.req.method} ${c.req.path}`,
    reason,
    detail,
  })
  const around = { ...c.get('surroundings'), at: clock() }
  await refusals.leave({ happening, around, standing: 'stranger' })
  throw error
}

const limit = bodyLimit({
  maxSize: mostBytes,
  onError: (c) => refuse(c as unknown as Request),
})

/** Where the bytes of files come, which go to the disk as they come, and have a limit of their own. */
const fileBytes = /^\/api\/v1\/files\/[\w-]+\/(content|thumbnail)$/

/** Reads no more of a body than a record needs; who sends more is refused, on the record. */
export const limitBody: MiddlewareHandler = (c, next) =>
  fileBytes.test(c.req.path) ? next() : limit(c, next)
