import { Hono } from 'hono'
import type { Env } from '../env.ts'

/** `healthz`: the process answers. `readyz`: the store does, too. `metrics`: how it goes, for Prometheus. */
export const health = new Hono<Env>()
  .get('/healthz', (c) => c.json({ status: 'ok' }))
  .get('/readyz', async (c) => {
    const size = await c.get('services').store.events.size()
    return c.json({ status: 'ok', events: size })
  })
  .get('/metrics', async (c) => {
    const services = c.get('services')
    const { metrics } = services
    return c.body(await metrics.tell(services), 200, { 'content-type': metrics.mediaType })
  })
