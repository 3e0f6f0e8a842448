import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { expect, onTestFinished, test } from 'vitest'
import { Failure } from '../kernel/errors.ts'
import { serverCertificate } from './tls-files.ts'

const start = new Date('2026-11-23T08:00:00Z')
const daysLater = (days: number) => () => new Date(start.getTime() + days * 86_400_000)
const clock = daysLater(0)

async function newFolder() {
  const parent = await mkdtemp(join(tmpdir(), 'keepwatch-tls-'))
  onTestFinished(() => rm(parent, { recursive: true }))
  return join(parent, 'tls')
}

const modeOf = async (file: string) => ((await stat(file)).mode & 0o777).toString(8)

test('the first start makes an authority and a certificate, and only the owner can read the keys', async () => {
  const folder = await newFolder()
  const made = await serverCertificate({ folder, hostname: 'localhost', clock })
  expect((await readdir(folder)).sort()).toEqual(['ca.key', 'ca.pem', 'server.key', 'server.pem'])
  expect(made.caFile).toBe(join(folder, 'ca.pem'))
  expect(await modeOf(folder)).toBe('700')
  expect(await modeOf(join(folder, 'ca.pem'))).toBe('644')
  expect(await modeOf(join(folder, 'ca.key'))).toBe('600')
  expect(await modeOf(join(folder, 'server.key'))).toBe('600')
})

test('the next start keeps what is there', async () => {
  const folder = await newFolder()
  const first = await serverCertificate({ folder, hostname: 'localhost', clock })
  const next = await serverCertificate({ folder, hostname: 'localhost', clock: daysLater(59) })
  expect(next).toEqual(first)
})

test('a certificate with less than a third of its life left is renewed by the same authority', async () => {
  const folder = await newFolder()
  const first = await serverCertificate({ folder, hostname: 'localhost', clock })
  const authority = await readFile(first.caFile ?? '', 'utf8')
  const justAfter = new Date(first.renewAfter.getTime() + 1)
  const next = await serverCertificate({ folder, hostname: 'localhost', clock: () => justAfter })
  expect(next.cert).not.toBe(first.cert)
  expect(next.key).not.toBe(first.key)
  expect(next.renewAfter > justAfter).toBe(true)
  expect(await readFile(first.caFile ?? '', 'utf8')).toBe(authority)
  expect(new X509Certificate(next.cert).checkIssued(new X509Certificate(authority))).toBe(true)
})

test('a changed hostname gets a certificate of its own from the same authority', async () => {
  const folder = await newFolder()
  await serverCertificate({ folder, hostname: 'localhost', clock })
  const authority = await readFile(join(folder, 'ca.pem'), 'utf8')
  const moved = await serverCertificate({ folder, hostname: 'vault.example', clock })
  expect(new X509Certificate(moved.cert).subjectAltName).toBe('DNS:vault.example')
  expect(await readFile(join(folder, 'ca.pem'), 'utf8')).toBe(authority)
})

test.each(['server.key', 'server.pem'])('a damaged %s is replaced', async (file) => {
  const folder = await newFolder()
  const first = await serverCertificate({ folder, hostname: 'localhost', clock })
  await writeFile(join(folder, file), 'no longer what it was')
  const next = await serverCertificate({ folder, hostname: 'localhost', clock })
  expect(next.cert).not.toBe(first.cert)
  expect(await readFile(join(folder, 'server.key'), 'utf8')).toBe(next.key)
})

test('a certificate of another authority is replaced', async () => {
  const [folder, other] = [await newFolder(), await newFolder()]
  const ours = await serverCertificate({ folder, hostname: 'localhost', clock })
  const foreign = await serverCertificate({ folder: other, hostname: 'localhost', clock })
  await writeFile(join(folder, 'server.pem'), foreign.cert)
  await writeFile(join(folder, 'server.key'), foreign.key)
  const next = await serverCertificate({ folder, hostname: 'localhost', clock })
  expect([ours.cert, foreign.cert]).not.toContain(next.cert)
})

test('without its key the authority is left alone: the server runs on, and renewal says what to do', async () => {
  const folder = await newFolder()
  const first = await serverCertificate({ folder, hostname: 'localhost', clock })
  const authority = await readFile(join(folder, 'ca.pem'), 'utf8')
  await rm(join(folder, 'ca.key'))
  expect(await serverCertificate({ folder, hostname: 'localhost', clock })).toEqual(first)
  await expect(
    serverCertificate({ folder, hostname: 'localhost', clock: daysLater(61) }),
  ).rejects.toThrow(/ca\.pem and ca\.key do not belong together\. Restore both from a backup/)
  expect(await readFile(join(folder, 'ca.pem'), 'utf8')).toBe(authority)
})

test('an expired authority is named, not replaced in silence', async () => {
  const folder = await newFolder()
  await serverCertificate({ folder, hostname: 'localhost', clock })
  await expect(
    serverCertificate({ folder, hostname: 'localhost', clock: daysLater(3653) }),
  ).rejects.toThrow(/expired on 2036-11-22/)
})

test('a bad hostname leaves nothing on disk', async () => {
  const folder = await newFolder()
  await expect(serverCertificate({ folder, hostname: 'a b', clock })).rejects.toThrow(Failure)
  await expect(stat(folder)).rejects.toThrow(/ENOENT/)
})

test('a folder that cannot be made is a sentence, not a stack', async () => {
  const folder = await newFolder()
  await writeFile(folder, 'a file stands where the folder should be')
  const failure = serverCertificate({ folder, hostname: 'localhost', clock })
  await expect(failure).rejects.toThrow(Failure)
  await expect(failure).rejects.toThrow(/server\.pem cannot be read: ENOTDIR/)
})

async function listen(options: { cert: string; key: string }) {
  const server = createServer(options)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
  })
  return { server, port: (server.address() as AddressInfo).port }
}

type Call = { readonly port: number; readonly ca: string; readonly name: string }

/** Shakes hands as a client that trusts this authority alone and expects to meet `name`. */
async function fingerprintSeen({ port, ca, name }: Call): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', ca, servername: name })
  onTestFinished(() => {
    socket.destroy()
  })
  await once(socket, 'secureConnect')
  const { fingerprint256 } = socket.getPeerCertificate()
  socket.end()
  return fingerprint256
}

test('a client that trusts only ca.pem accepts the server, and its renewed certificate while it runs', async () => {
  const folder = await newFolder()
  const now = () => new Date()
  const first = await serverCertificate({ folder, hostname: 'localhost', clock: now })
  const ca = await readFile(join(folder, 'ca.pem'), 'utf8')
  const { server, port } = await listen(first)
  const call = { port, ca, name: 'localhost' }
  expect(await fingerprintSeen(call)).toBe(new X509Certificate(first.cert).fingerprint256)

  await rm(join(folder, 'server.pem'))
  const renewed = await serverCertificate({ folder, hostname: 'localhost', clock: now })
  server.setSecureContext(renewed)
  expect(await fingerprintSeen(call)).toBe(new X509Certificate(renewed.cert).fingerprint256)
})

test('a client refuses the server under another name, and a server of another authority', async () => {
  const now = () => new Date()
  const [folder, other] = [await newFolder(), await newFolder()]
  const ours = await serverCertificate({ folder, hostname: 'localhost', clock: now })
  await serverCertificate({ folder: other, hostname: 'localhost', clock: now })
  const { port } = await listen(ours)
  const ca = await readFile(join(folder, 'ca.pem'), 'utf8')
  const foreignCa = await readFile(join(other, 'ca.pem'), 'utf8')
  await expect(fingerprintSeen({ port, ca, name: 'vault.example' })).rejects.toThrow(/altnames/)
  await expect(fingerprintSeen({ port, ca: foreignCa, name: 'localhost' })).rejects.toThrow(
    /certificate/,
  )
})
