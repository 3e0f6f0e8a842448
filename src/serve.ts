import { hkdfSync } from 'node:crypto'
import { join } from 'node:path'
import type { Config } from './config.ts'
import {
  forgetSetupCode,
  prepareFolder,
  type SetupCode,
  serverKeyIn,
  setupCodeIn,
} from './data-folder.ts'
import { loadCatalog } from './events/catalog.ts'
import { createApp } from './http/app.ts'
import { type Clock, systemClock } from './kernel/clock.ts'
import { createLog } from './kernel/log.ts'
import { listen, probe } from './listen.ts'
import type { ServerKey } from './protocol/server-key.ts'
import { openEmbeddedStore } from './store/embedded/embedded-store.ts'
import { operatorCertificate } from './tls/operator-certificate.ts'
import { followRenewal } from './tls/renewal.ts'
import { serverCertificate } from './tls/tls-files.ts'

const stopWithinMs = 8_000

/** A server that runs, as far as whoever started it must know. */
export type Running = {
  readonly url: string
  readonly caFile?: string
  readonly setupCode?: SetupCode
  stop(): Promise<void>
}

const certificateReader = ({ tls, tlsCert, tlsKey, data, hostname }: Config, clock: Clock) => {
  if (tls === 'off') return undefined
  return tlsCert && tlsKey
    ? () => operatorCertificate({ certFile: tlsCert, keyFile: tlsKey, clock })
    : () => serverCertificate({ folder: join(data, 'tls'), hostname, clock })
}

const preloginSecret = ({ privateKey }: ServerKey) =>
  new Uint8Array(
    hkdfSync(
      'sha256',
      privateKey.export({ format: 'der', type: 'pkcs8' }),
      '',
      'prelogin salt',
      32,
    ),
  )

const withPort = (hostname: string, port: number) =>
  port === 443 ? hostname : `${hostname}:${port}`

/**
 * The composition root: puts a server together from its parts and starts it. The only place that picks a store. Throws a
 * Failure with one sentence, and has changed nothing on disk, when the address or the certificate cannot be used.
 */
export async function serve(config: Config, clock: Clock = systemClock): Promise<Running> {
  await probe(config.listen)
  const readCertificate = certificateReader(config, clock)
  if (config.tlsCert) await readCertificate?.()
  await prepareFolder(config.data)
  const log = createLog(config.logLevel)
  const store = await openEmbeddedStore({
    folder: config.data,
    fatal: (error) => {
      log.fatal(
        { error },
        'the disk refused a write: stopping, because nothing after it could be believed',
      )
      process.exit(1)
    },
  })
  const certificate = await readCertificate?.()
  const serverKey = await serverKeyIn(config.data)
  const setupCode = await setupCodeIn(config.data, store)

  let hostname = config.hostname
  const app = createApp({
    store,
    clock,
    log,
    catalog: await loadCatalog(),
    serverKey,
    hostname: () => hostname,
    trustedProxies: config.trustedProxies,
    preloginSecret: preloginSecret(serverKey),
    setupDone: () => forgetSetupCode(config.data),
  })
  const listening = await listen(app.fetch, config.listen, certificate)
  hostname = withPort(config.hostname, listening.port)
  const endRenewal =
    certificate && readCertificate
      ? followRenewal({
          current: certificate,
          read: readCertificate,
          apply: listening.renew,
          fail: (error) => log.error({ error }, 'the certificate could not be renewed'),
          clock,
        })
      : () => {}

  return {
    url: `${certificate ? 'https' : 'http'}://${hostname}`,
    ...(certificate?.caFile && { caFile: certificate.caFile }),
    ...(setupCode && { setupCode }),
    async stop() {
      endRenewal()
      await listening.stop(stopWithinMs)
      await store.close()
    },
  }
}
