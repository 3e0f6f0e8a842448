import { Hono } from 'hono'
import type { Env } from '../env.ts'

/** What a client must know of this server before anybody logs in: nothing here is secret. */
export const server = new Hono<Env>().get('/', (c) => {
  const { hostname, serverKey } = c.get('services')
  return c.json({
    hostname: hostname(),
    server_public_key_id: serverKey.publicKeyId,
    server_public_key: serverKey.publicKey,
  })
})
