import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Ground } from '../../src/access/action.ts'
import { trustedProxies } from '../../src/access/client-address.ts'
import { loginLimits } from '../../src/access/login-limits.ts'
import { presenceOf } from '../../src/access/presence.ts'
import { type Rate, throttle } from '../../src/access/throttle.ts'
import { loadCatalog } from '../../src/events/catalog.ts'
import { vocabularyOf } from '../../src/events/vocabulary.ts'
import { createApp } from '../../src/http/app.ts'
import { createMetrics } from '../../src/http/metrics.ts'
import { requestListener } from '../../src/http/request-listener.ts'
import type { Services } from '../../src/http/services.ts'
import { sinceStart } from '../../src/kernel/clock.ts'
import { createLog } from '../../src/kernel/log.ts'
import { listen } from '../../src/listen.ts'
import { duckdbEngine } from '../../src/projection/duckdb/duckdb-engine.ts'
import { layoutOf } from '../../src/projection/layout.ts'
import { projection } from '../../src/projection/projection.ts'
import type { ServerKey } from '../../src/protocol/server-key.ts'
import { loadLibrary } from '../../src/reports/library.ts'
import { testAlerts, testSchedules } from './test-alerts.ts'
import { testExports } from './test-exports.ts'
import { testFiles } from './test-files.ts'

/** What seals the tokens of Commander, and makes the salts of unknown names. */
export const preloginSecret = new Uint8Array(32)

export type HttpApp = {
  readonly url: string
  /** Every route by method and path, without middleware. */
  readonly routes: readonly string[]
  stop(): Promise<void>
}

/** All routes over a ground of the test's own, on a real port. Loopback counts as a trusted proxy. */
const usual = { most: 100, windowMs: 10_000 }

export async function httpApp(
  ground: Ground,
  serverKey: ServerKey,
  rate: Rate = usual,
): Promise<HttpApp> {
  const stopping = new AbortController()
  const catalog = await loadCatalog()
  const folder = await mkdtemp(join(tmpdir(), 'keepwatch-http-app-'))
  const vocabulary = vocabularyOf(catalog)
  const layout = layoutOf(vocabulary.fields)
  const failed = () => {}
  const engine = duckdbEngine(folder)
  const projected = projection({ engine, store: ground.store, vocabulary, layout, failed })
  const files = testFiles(serverKey)
  const log = createLog('silent')
  const services: Services = {
    ...ground,
    servers: presenceOf({ ...ground, log, release: '0.0.0', name: () => 'localhost' }),
    serverKey,
    files: files.house,
    exports: await testExports(files.folder),
    alerts: await testAlerts(catalog),
    schedules: await testSchedules(),
    limits: { throttle: throttle(rate, sinceStart), oldestVersions: new Map() },
    logins: loginLimits(sinceStart),
    metrics: createMetrics(),
    log,
    catalog,
    projection: projected,
    library: await loadLibrary(),
    logKeys: [],
    hostname: () => 'localhost',
    consoleFolder: join(import.meta.dirname, '../samples/console'),
    commander: true,
    trustedProxies: trustedProxies(['127.0.0.1/32']),
    preloginSecret,
    stopping: stopping.signal,
    setupDone: async () => {},
  }
  const app = createApp(services)
  const listening = await listen(
    requestListener(app, services),
    { host: '127.0.0.1', port: 0 },
    undefined,
  )
  const handlers = app.routes.filter(({ method }) => method !== 'ALL')
  return {
    url: `http://127.0.0.1:${listening.port}`,
    routes: [...new Set(handlers.map(({ method, path }) => `${method} ${path}`))],
    async stop() {
      stopping.abort()
      await listening.stop(1_000)
      files.remove()
      await projected.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
