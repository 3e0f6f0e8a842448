import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type TlsOptions } from 'node:tls'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { TargetStatus } from '../../src/exports/target-status.ts'
import {
  createAuthority,
  type Issued,
  issueServerCertificate,
} from '../../src/tls/certificate-authority.ts'
import { certificate } from '../support/certificate.ts'
import { type CommandLine, ownerOf } from '../support/keepwatch.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { startTlsReceiver, type TlsReceiver } from '../support/tls-receiver.ts'

/** Receivers that cannot prove who they are, or only over a protocol that is not safe any more, hear nothing. */

const yearMs = 365 * 86_400_000
const ago = (ms: number) => new Date(Date.now() - ms)

let server: TestServer
let owner: CommandLine
let scratch: string
let authority: Issued
const receivers = new Map<string, TlsReceiver>()
/** Where in the log each target began. */
const positions = new Map<string, number>()

/** Node's OpenSSL needs to be talked into speaking this. */
const outdated = {
  minVersion: 'TLSv1.1',
  maxVersion: 'TLSv1.1',
  ciphers: 'DEFAULT:@SECLEVEL=0',
} as const

async function certificates(): Promise<Readonly<Record<string, TlsOptions>>> {
  authority = await createAuthority(ago(2 * yearMs))
  const issue = (hostname: string, at = new Date(), by = authority) =>
    issueServerCertificate({ authority: by, hostname, at })
  const good = await issue('localhost')
  return {
    good,
    expired: await issue('localhost', ago(yearMs)),
    'another-host': await issue('other.example'),
    'self-signed': await certificate({ hostname: 'localhost', purpose: 'server' }),
    'another-authority': await issue('localhost', new Date(), await createAuthority(new Date())),
    'tls-1-1': { ...good, ...outdated },
    pinned: good,
  }
}

beforeAll(async () => {
  server = await startServer({ flags: { allowPrivateTargets: '127.0.0.1/32' } })
  owner = await ownerOf(server)
  scratch = await mkdtemp(join(tmpdir(), 'keepwatch-untrusted-'))
  for (const [name, options] of Object.entries(await certificates())) {
    receivers.set(`https-${name}`, await startTlsReceiver(options))
    receivers.set(`syslog-${name}`, await startTlsReceiver(options))
  }
  await writeFile(join(scratch, 'ca.pem'), authority.cert)
  const names = [...receivers.keys()]
  await Promise.all(names.map(async (name) => positions.set(name, await add(name))))
})

afterAll(async () => {
  await owner.remove()
  await server.stop()
  await Promise.all([...receivers.values()].map(({ stop }) => stop()))
  await rm(scratch, { recursive: true })
})

const portOf = (name: string) => receivers.get(name)?.port ?? 0

const placeOf = (name: string): readonly string[] =>
  name.startsWith('https')
    ? ['--set', `url=https://localhost:${portOf(name)}`]
    : ['--set', 'host=localhost', '--set', `port=${portOf(name)}`]

/** Adds a target without trying it; gives where in the log it stands. */
async function add(name: string): Promise<number> {
  const pin = name.endsWith('pinned') ? ['--set', `pin=sha256/${'A'.repeat(43)}=`] : []
  await owner.ask(
    ...['siem', 'add', name, '--kind', name.split('-')[0] ?? '', '--no-test', ...placeOf(name)],
    ...['--set', `ca=@${join(scratch, 'ca.pem')}`, ...pin],
  )
  return (await statusOf(name)).position
}

const statusOf = (name: string) => owner.ask<TargetStatus>('siem', 'show', name)
const patience = { timeout: 50_000, interval: 200 }

test.each(['https', 'syslog'])('%s: a receiver that proves who it is gets events', async (kind) => {
  const name = `${kind}-good`
  await vi.waitFor(
    async () => expect((await statusOf(name)).position).toBeGreaterThan(positions.get(name) ?? 0),
    patience,
  )
  expect(receivers.get(name)?.heard()).toContain('audit_sync_setup')
})

const wrong = {
  expired: /certificate has expired/,
  'another-host': /does not match certificate's altnames/,
  'self-signed': /self-signed certificate/,
  'another-authority': /unable to verify|unable to get local issuer|self-signed certificate in/,
  'tls-1-1': /protocol version|unsupported protocol/i,
  pinned: /not the one that is pinned/,
}

const cases = ['https', 'syslog'].flatMap((kind) =>
  Object.entries(wrong).map(([name, reason]) => ({ name: `${kind}-${name}`, reason })),
)

test.each(cases)(
  '$name is refused, told nothing, and the position stays',
  async ({ name, reason }) => {
    await vi.waitFor(async () => expect((await statusOf(name)).reason).toMatch(reason), patience)
    const { position, lag_events } = await statusOf(name)
    expect({ position, heard: receivers.get(name)?.heard() }).toEqual({
      position: positions.get(name),
      heard: '',
    })
    expect(lag_events).toBeGreaterThan(0)
  },
)

test('the outdated receiver does speak to somebody who does not mind', async () => {
  const careless = {
    ...outdated,
    ca: authority.cert,
    port: portOf('https-tls-1-1'),
    servername: 'localhost',
  }
  const socket = connect(careless)
  await once(socket, 'secureConnect')
  expect(socket.getProtocol()).toBe('TLSv1.1')
  socket.destroy()
})
