import { Hono } from 'hono'
import { isSetUp } from '../../access/actions/create-account.ts'
import type { Env } from '../env.ts'

/** What a client must know of this server before anybody logs in: nothing here is secret. */
export const server = new Hono<Env>().get('/', async (c) => {
  const { hostname, serverKey, store } = c.get('services')
  return c.json({
    hostname: hostname(),
    server_public_key_id: serverKey.publicKeyId,
    server_public_key: serverKey.publicKey,
    /** False until somebody has used the setup code. */
    set_up: await store.read(isSetUp),
  })
})
