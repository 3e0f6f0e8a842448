import { hkdfSync } from 'node:crypto'
import { hostname as machine } from 'node:os'
import { join } from 'node:path'
import packageJson from '../package.json' with { type: 'json' }
import { presenceOf } from './access/presence.ts'
import { keepAlerts } from './alerts/keep-alerts.ts'
import type { Config } from './config.ts'
import { forgetSetupCode, prepareFolder, type SetupCode, setupCodeIn } from './data-folder.ts'
import { checkDemo } from './demo/check-demo.ts'
import type { DemoNews } from './demo/demo.ts'
import { demoOf } from './demo-of.ts'
import { diskGuard } from './disk-guard.ts'
import type { LogIdentity } from './events/log-identity.ts'
import { exportHouseOf } from './export-house-of.ts'
import { keepExports } from './exports/delivery/exporter.ts'
import { targetStatuses } from './exports/target-status.ts'
import { adviseOnFiles, fileClaim } from './file-claim.ts'
import { fileHouse } from './file-house.ts'
import { type Geo, openGeo } from './geo/geo-database.ts'
import { type Guarded, guardsOver } from './guards.ts'
import { keepHousekeeping } from './housekeeping.ts'
import { createApp } from './http/app.ts'
import { createMetrics } from './http/metrics.ts'
import { requestListener } from './http/request-listener.ts'
import type { Services } from './http/services.ts'
import { openKeys } from './installation-keys.ts'
import { type Clock, type Elapsed, sinceStart, systemClock } from './kernel/clock.ts'
import { createLog } from './kernel/log.ts'
import { limitsOf } from './limits-of.ts'
import { listen, probe } from './listen.ts'
import { openReading } from './open-reading.ts'
import { openStore } from './open-store.ts'
import type { ServerKey } from './protocol/server-key.ts'
import { loadLibrary } from './reports/library.ts'
import { keepSchedules } from './reports/schedule/keep-schedules.ts'
import { openKeyFiles } from './reseal-keys.ts'
import { retentionRules } from './retention-rules.ts'
import { checkOperatorCertificate, openCertificate } from './server-tls.ts'
import { signingTasks } from './signing-tasks.ts'
import { tellingPartsOf } from './telling-parts-of.ts'

const stopWithinMs = 8_000
const { version: release } = packageJson

/** How requests are measured, whether Commander is answered, whom requests come through, and where `npm run build:console` puts the console that is served. */
const surroundingsOf = ({ trustedProxies, commander }: Config) => ({
  metrics: createMetrics(),
  commander,
  trustedProxies,
  consoleFolder: join(import.meta.dirname, '../console/dist'),
})

/** A server that runs, as far as whoever started it must know. */
export type Running = {
  readonly url: string
  readonly caFile?: string
  readonly setupCode?: SetupCode
  readonly demo?: DemoNews
  stop(): Promise<void>
}

const preloginSecret = ({ privateKey }: ServerKey) => {
  const bytes = privateKey.export({ format: 'der', type: 'pkcs8' })
  return new Uint8Array(hkdfSync('sha256', bytes, '', 'prelogin salt', 32))
}

/** Where this server is reached, by what it is told and by what it is on its machine. The port is known once it listens. */
function addressOf({ hostname }: Config) {
  let port = 443
  return {
    hostname: () => (port === 443 ? hostname : `${hostname}:${port}`),
    name: () => `${machine()}:${port}`,
    listensAt(found: number) {
      port = found
    },
  }
}

/** What runs beside the requests until the server stops. */
type Background = (signal: AbortSignal) => Promise<void>

function startBackground(tasks: readonly Background[]): () => Promise<void> {
  const stop = new AbortController()
  const running = tasks.map((task) => task(stop.signal))
  return async () => {
    stop.abort()
    await Promise.all(running)
  }
}

/** What is open before the server is put together. */
type Opened = Guarded & { readonly geo: Geo | undefined }

const answering = (services: Services) => requestListener(createApp(services), services)

async function startGuards(guarded: Guarded) {
  const guards = guardsOver(guarded)
  await guards.checkClock()
  return guards
}

const standingOf = ({ store, exports: house, clock }: Services) =>
  targetStatuses({ store, house, now: clock() })

/** What leaves this server: events to SIEMs, and what people are told. */
const sending = (services: Services, elapsed: Elapsed): readonly Background[] => [
  (signal) => keepExports({ ...services, house: services.exports }, signal),
  (signal) => keepAlerts({ ...services, ...services.alerts, elapsed }, signal),
  (signal) =>
    keepSchedules(
      { ...services, house: services.schedules, exports: () => standingOf(services) },
      signal,
    ),
]

const sendingParts = async (config: Config, given: Parameters<typeof tellingPartsOf>[1]) => ({
  exports: await exportHouseOf(config),
  ...(await tellingPartsOf(config, given)),
})

const houseOf = async (config: Config, guarded: Guarded, identity: LogIdentity) => ({
  ...guarded,
  rules: await retentionRules(config),
  claimFiles: fileClaim(config, { store: guarded.store, identity }),
})

type Lasting = {
  readonly house: Awaited<ReturnType<typeof houseOf>>
  readonly services: Services
  readonly identity: LogIdentity
}

/** What is done for all servers over the store, by one of them or by each. */
const lasting = (config: Config, { house, services, identity }: Lasting): readonly Background[] => [
  ...signingTasks(config, { ...house, identity }),
  ...sending(services, house.elapsed),
  (signal) => keepHousekeeping({ ...house, ...services.files }, signal),
]

/** Puts the server together over an open store. */
async function start(config: Config, { geo, ...guarded }: Opened): Promise<Running> {
  const { store, clock, log } = guarded
  const { identity, serverKey } = await openKeys(config, guarded)
  const house = await houseOf(config, guarded, identity)
  const guards = await startGuards(guarded)
  const certificate = await openCertificate(config, clock, log)
  const setupCode = await setupCodeIn(config.data, store)

  const address = addressOf(config)
  const { hostname } = address
  const stopping = new AbortController()
  const { closeReportLog, ...reading } = await openReading(config, guarded, geo?.place)
  const presence = presenceOf({ ...guarded, release, name: address.name })
  const services: Services = {
    ...guarded,
    servers: presence,
    refusals: guards.refusals,
    ...reading,
    library: await loadLibrary(),
    serverKey,
    files: fileHouse(config, { serverKey, hostname }),
    ...limitsOf(config, guarded),
    ...(await sendingParts(config, { ...reading, clock, hostname })),
    logKeys: identity.vkeys,
    hostname,
    ...surroundingsOf(config),
    preloginSecret: preloginSecret(serverKey),
    stopping: stopping.signal,
    setupDone: () => forgetSetupCode(config.data),
  }
  const demo = await demoOf(config, services, setupCode)
  const listening = await listen(answering(services), config.listen, certificate.current)
  address.listensAt(listening.port)
  const endRenewal = certificate.follow(listening.renew)
  const endBackground = startBackground([
    ...[...guards.tasks, reading.projection.keep, presence.keep],
    ...lasting(config, { house, services, identity }),
  ])

  const caFile = certificate.current?.caFile
  return {
    url: `${certificate.current ? 'https' : 'http'}://${hostname()}`,
    ...(caFile && { caFile }),
    ...(demo ? { demo: demo.begin({ hostname: hostname(), caFile }) } : setupCode && { setupCode }),
    async stop() {
      await demo?.stop()
      endRenewal()
      stopping.abort()
      await listening.stop(stopWithinMs)
      await guards.settle()
      geo?.close()
      await endBackground()
      await closeReportLog()
      await store.close()
    },
  }
}

/**
 * The composition root: a server from its parts. Throws a Failure with one sentence, and has changed nothing on disk,
 * when the address or the certificate cannot be used.
 */
export async function serve(
  config: Config,
  clock: Clock = systemClock,
  elapsed: Elapsed = sinceStart,
): Promise<Running> {
  if (config.demo) await checkDemo(config)
  await probe(config.listen)
  await checkOperatorCertificate(config, clock)
  await retentionRules(config)
  const log = createLog(config.logLevel)
  const geo = config.geoipDb ? await openGeo(config.geoipDb, { log }) : undefined
  await prepareFolder(config.data)
  await openKeyFiles(config)
  adviseOnFiles(config, log)
  const disk = diskGuard(config.data, config.diskReserve)
  await disk.look()
  const full = () =>
    void disk.look().catch((error) => log.error({ error }, 'the free space was not measured'))
  const store = await openStore(config, log, full)
  try {
    return await start(config, { store, clock, elapsed, log, disk, geo })
  } catch (error) {
    geo?.close()
    await store.close()
    throw error
  }
}
