import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../../src/kernel/clock.ts'
import { openDistributedStore } from '../../src/store/distributed/distributed-store.ts'
import { createAuthority, type Issued } from '../../src/tls/certificate-authority.ts'
import { certificate } from '../support/certificate.ts'
import { type Cluster, giveToPostgres, startCluster } from './cluster.ts'

/** A database that demands TLS with a client certificate, as managed ones and careful operators do. */

let folder: string
let cluster: Cluster
const at = (file: string) => join(folder, file)

async function keep(name: string, { cert, key }: Issued) {
  await writeFile(at(`${name}.pem`), cert)
  await writeFile(at(`${name}.key`), key, { mode: 0o600 })
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keepwatch-postgres-tls-'))
  await chmod(folder, 0o755)
  const authority = await createAuthority(systemClock())
  await keep('ca', authority)
  await keep('stranger', await createAuthority(systemClock()))
  await keep('server', await certificate({ hostname: 'localhost', purpose: 'server', authority }))
  await keep('client', await certificate({ hostname: 'keepwatch', purpose: 'client', authority }))
  await writeFile(
    at('hba'),
    'hostssl all all 127.0.0.1/32 scram-sha-256 clientcert=verify-full\nhostnossl all all 127.0.0.1/32 scram-sha-256\n',
  )
  giveToPostgres(at('server.key'))
  cluster = await startCluster([
    'ssl=on',
    `ssl_ca_file=${at('ca.pem')}`,
    `ssl_cert_file=${at('server.pem')}`,
    `ssl_key_file=${at('server.key')}`,
    `hba_file=${at('hba')}`,
  ])
})

afterAll(async () => {
  await cluster.stop()
  await rm(folder, { recursive: true, force: true })
})

const paths = ['sslrootcert', 'sslcert', 'sslkey']

/** The database by the name in its certificate, with these options. */
function urlWith(options: Readonly<Record<string, string>>, host = 'localhost'): string {
  const url = new URL(cluster.url)
  url.hostname = host
  for (const [name, value] of Object.entries(options))
    url.searchParams.set(name, paths.includes(name) ? at(value) : value)
  return url.href
}

const client = { sslcert: 'client.pem', sslkey: 'client.key' }
const reasonWith = (...given: Parameters<typeof urlWith>) =>
  openDistributedStore({ url: urlWith(...given) }).then(
    async (store) => {
      await store.close()
      return 'opened'
    },
    ({ kind, message }) => `${kind}: ${message}`,
  )

test.each(['require', 'verify-ca', 'verify-full'])(
  'with sslmode=%s, the authority and a certificate of its own, a server comes in',
  async (sslmode) => {
    expect(await reasonWith({ sslmode, sslrootcert: 'ca.pem', ...client })).toBe('opened')
  },
)

test.each(['require', 'verify-ca', 'verify-full'])(
  'with sslmode=%s a database with a certificate of somebody else is not spoken to',
  async (sslmode) => {
    expect(await reasonWith({ sslmode, sslrootcert: 'stranger.pem', ...client })).toMatch(
      /^invalid: cannot open the PostgreSQL store at localhost:\d+\/postgres: .*certificate/,
    )
    expect(await reasonWith({ sslmode, ...client })).toMatch(/certificate/)
    expect(await reasonWith({ sslmode, sslrootcert: 'ca.pem', ...client }, '127.0.0.1')).toMatch(
      /does not match certificate/,
    )
  },
)

test('without a certificate of its own it is told so', async () => {
  expect(await reasonWith({ sslmode: 'verify-full', sslrootcert: 'ca.pem' })).toMatch(
    /connection requires a valid client certificate/,
  )
})

test('a file that is not there is named', async () => {
  expect(await reasonWith({ sslmode: 'verify-full', sslrootcert: 'missing.pem' })).toMatch(
    /^invalid: cannot open the PostgreSQL store at localhost:\d+\/postgres: .*missing\.pem/,
  )
})
