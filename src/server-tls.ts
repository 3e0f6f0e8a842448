import { join } from 'node:path'
import type { Config } from './config.ts'
import type { Clock } from './kernel/clock.ts'
import type { Log } from './kernel/log.ts'
import { keyFilesOf } from './outside-key.ts'
import { operatorCertificate } from './tls/operator-certificate.ts'
import { followRenewal } from './tls/renewal.ts'
import type { ServerCertificate } from './tls/server-certificate.ts'
import { serverCertificate } from './tls/tls-files.ts'

/** Where this server's certificate comes from: the operator's files, our own authority, or nowhere behind a proxy. */
export type CertificateSource = {
  /** Undefined when TLS is off. */
  readonly current: ServerCertificate | undefined
  /** Hands on each successor until it is told to stop. */
  follow(apply: (certificate: ServerCertificate) => void): () => void
}

const reader = (config: Config, clock: Clock) => {
  const { tlsCert, tlsKey, data, hostname } = config
  const folder = join(data, 'tls')
  return tlsCert && tlsKey
    ? () => operatorCertificate({ certFile: tlsCert, keyFile: tlsKey, clock })
    : async () => serverCertificate({ folder, hostname, clock, keys: await keyFilesOf(config) })
}

/** Reads the operator's certificate, if there is one, before anything is written: it must not fail halfway. */
export async function checkOperatorCertificate(config: Config, clock: Clock): Promise<void> {
  if (config.tls === 'on' && config.tlsCert) await reader(config, clock)()
}

export async function openCertificate(
  config: Config,
  clock: Clock,
  log: Log,
): Promise<CertificateSource> {
  if (config.tls === 'off') return { current: undefined, follow: () => () => {} }
  const read = reader(config, clock)
  const current = await read()
  const fail = (error: unknown) => log.error({ error }, 'the certificate could not be renewed')
  return { current, follow: (apply) => followRenewal({ current, read, apply, fail, clock }) }
}
