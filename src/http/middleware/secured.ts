import { createMiddleware } from 'hono/factory'
import type { Env } from '../env.ts'

/** Adds these headers to every answer, also to errors, where the route has not said something else. */
export const secured = (headers: Readonly<Record<string, string>>) =>
  createMiddleware<Env>(async function secured(c, next) {
    await next()
    for (const [name, value] of Object.entries(headers))
      if (!c.res.headers.has(name)) c.res.headers.set(name, value)
  })
