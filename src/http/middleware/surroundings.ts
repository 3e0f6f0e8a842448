import { createMiddleware } from 'hono/factory'
import { canonicalAddress, clientAddress } from '../../access/client-address.ts'
import { newUuid } from '../../kernel/ids.ts'
import type { Env } from '../env.ts'
import type { Services } from '../services.ts'

/** Gives every request its services, its identifier and both its addresses. */
export const withSurroundings = (services: Services) =>
  createMiddleware<Env>(async function surroundings(c, next) {
    const peer = canonicalAddress(c.env.incoming.socket.remoteAddress ?? '') ?? ''
    const client_version = c.req.header('x-keepwatch-client')?.slice(0, 40)
    c.set('services', services)
    c.set('surroundings', {
      peer_address: peer,
      remote_address: clientAddress(peer, c.req.header('x-forwarded-for'), services.trustedProxies),
      request_id: newUuid(services.clock()),
      ...(client_version && { client_version }),
    })
    await next()
  })
