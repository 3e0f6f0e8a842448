import type { MiddlewareHandler } from 'hono'
import type { BlankEnv } from 'hono/types'
import { jsonBody, type Request } from './env.ts'

/**
 * Says what JSON a route takes, for the typed client, and hands it on unread: the action's schema is the validation, so
 * that a bad body ends in an event like every other failed attempt.
 */
export const accepts =
  <Input>(): MiddlewareHandler<BlankEnv, string, { in: { json: Input }; out: { json: Input } }> =>
  async (c, next) => {
    c.req.addValidatedData('json', ((await jsonBody(c as unknown as Request)) ?? {}) as object)
    await next()
  }

/** The same for the parameters of a URL, each of them a list of what it was given. */
export const asks =
  <Input>(): MiddlewareHandler<BlankEnv, string, { in: { query: Input }; out: { query: Input } }> =>
  async (c, next) => {
    c.req.addValidatedData('query', c.req.queries())
    await next()
  }
