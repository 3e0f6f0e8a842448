import { createMiddleware } from 'hono/factory'
import type { Env } from '../env.ts'
import type { Services } from '../services.ts'
import { surroundingsOf } from '../surroundings-of.ts'

/** Gives every request its services, its identifier and both its addresses. */
export const withSurroundings = (services: Services) =>
  createMiddleware<Env>(async function surroundings(c, next) {
    c.set('services', services)
    c.set('surroundings', surroundingsOf(services, c.env.incoming))
    await next()
  })
