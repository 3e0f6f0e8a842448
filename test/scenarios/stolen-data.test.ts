import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { canary, formsOf } from '../faults/support/needles.ts'
import { type CommandLine, commandLine, ownerOf } from '../support/keepwatch.ts'
import { startServer, type TestServer } from '../support/server.ts'

/**
 * Somebody has the database and the data folder, or a whole backup with every key of the server, and knows everything but
 * passwords and tokens. They find no field, no file, no key of an application, and without the keys no secret of a target.
 */

type Named = Readonly<Record<string, string>>

const vaultSecrets: string[] = []
const targetSecrets: string[] = []
const plant = (kept: string[]): string => {
  const secret = canary()
  kept.push(secret)
  return secret
}

let server: TestServer
let owner: CommandLine
/** What can be seen by whoever looks: it shows that the search finds what is there. */
const seen = canary()
let rows: readonly string[] = []
let files: ReadonlyMap<string, Buffer>
let backup: Buffer | undefined

beforeAll(async () => {
  server = await startServer({ flags: { tls: 'off' } })
  owner = await ownerOf(server)
  await fillVault()
  await addTargets()
  if (!process.env['KEEPWATCH_TEST_POSTGRES']) backup = await backedUp()
  rows = await server.texts()
  files = await filesIn(server.folder)
})
afterAll(async () => {
  await owner.remove()
  await server.stop()
})

async function fillVault() {
  const note = join(owner.home, `note-${seen}`)
  await writeFile(note, `${plant(vaultSecrets)} `.repeat(50))
  const fields = ['login', 'password', 'url'].flatMap((name) => [
    '--field',
    `${name}=${plant(vaultSecrets)}`,
  ])
  const title = plant(vaultSecrets)
  const record = await owner.ask<Named>(
    'record',
    'add',
    '--title',
    title,
    ...fields,
    '--file',
    note,
  )
  await owner.ask('folder', 'add', '--name', plant(vaultSecrets))
  const app = await owner.ask<Named>('sm', 'app', 'create', plant(vaultSecrets))
  const to = ['--app', app['app_uid'] ?? '']
  await owner.ask('sm', 'share', 'add', ...to, '--secret', record['record_uid'] ?? '')
  await owner.ask('sm', 'client', 'add', ...to, '--name', seen)
}

async function addTargets() {
  const splunk = ['--set', 'url=https://splunk.example.com:8088', '--set']
  const add = ['siem', 'add', 'logs', '--kind', 'splunk-hec', '--no-test']
  await owner.ask(...add, ...splunk, `token=${plant(targetSecrets)}`)
}

async function backedUp(): Promise<Buffer> {
  const file = join(owner.home, 'backup.db')
  await owner.ask('backup', file, '--data', server.folder)
  return readFile(file)
}

const keyFiles = /^(target-key|server-key\.pem|log-key.*|setup-code|[\w-]+\.key)$/

/** The data folder as somebody takes it: every file but those of keys. */
async function filesIn(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const taken = entries.filter((entry) => entry.isFile() && !keyFiles.test(entry.name))
  const read = taken.map(
    async ({ name, parentPath }) => [name, await readFile(join(parentPath, name))] as const,
  )
  return new Map(await Promise.all(read))
}

/** Every form of a secret: as text, base64, hexadecimal, and in the wide characters of other systems. */
const needles = (secret: string): readonly Buffer[] => [
  ...formsOf(secret).map((form) => Buffer.from(form)),
  Buffer.from(secret, 'utf16le'),
  Buffer.from(secret, 'utf16le').swap16(),
]

function gunzipped(bytes: Buffer): Buffer | undefined {
  try {
    return gunzipSync(bytes)
  } catch {
    return undefined
  }
}

/** What is packed in these bytes, wherever it begins. */
function* packed(bytes: Buffer): Generator<Buffer> {
  const magic = Buffer.from([0x1f, 0x8b, 0x08])
  for (let at = bytes.indexOf(magic); at >= 0; at = bytes.indexOf(magic, at + 1)) {
    const inside = gunzipped(bytes.subarray(at))
    if (inside) yield inside
  }
}

const found = (secrets: readonly string[], bytes: Buffer): readonly string[] =>
  [bytes, ...packed(bytes)].flatMap((place) =>
    secrets.filter((secret) => needles(secret).some((needle) => place.includes(needle))),
  )

test.each([
  ['as it is', (secret: string) => Buffer.from(secret)],
  ['as base64', (secret: string) => Buffer.from(Buffer.from(`x${secret}`).toString('base64'))],
  ['as hexadecimal', (secret: string) => Buffer.from(Buffer.from(secret).toString('hex'))],
  ['in wide characters', (secret: string) => Buffer.from(secret, 'utf16le')],
  ['packed', (secret: string) => gzipSync(`before ${secret} after`)],
])('the search finds a secret %s', (_, hide) => {
  const secret = canary()
  expect(found([secret], Buffer.concat([Buffer.alloc(7), hide(secret)]))).toEqual([secret])
})

test('no secret lies in the database, in whatever form, and what may be seen is found', () => {
  const everything = Buffer.from(rows.join('\n'))
  expect(found([...vaultSecrets, ...targetSecrets], everything)).toEqual([])
  expect(found([seen], everything)).toEqual([seen])
})

test('nor in any file of the data folder', () => {
  const secrets = [...vaultSecrets, ...targetSecrets]
  for (const [name, bytes] of files) expect([name, found(secrets, bytes)]).toEqual([name, []])
  expect(files.size).toBeGreaterThan(0)
})

const bytesOf = (text: string): readonly Buffer[] => [
  ...(/^[A-Za-z0-9+/]+={0,2}$/.test(text) ? [Buffer.from(text, 'base64')] : []),
  ...(/^[\w-]+$/.test(text) ? [Buffer.from(text, 'base64url')] : []),
  ...(/^([0-9a-f]{2})+$/i.test(text) ? [Buffer.from(text, 'hex')] : []),
]

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest()

/** Words of a text that may stand for bytes. */
const words = (text: string) => text.match(/[\w+/=-]{22,}/g) ?? []

/** Everything of 32 bytes that might be a key, and the hash of everything that might become one. */
function candidates(texts: readonly string[]): readonly Buffer[] {
  const all = texts.flatMap(words).flatMap(bytesOf)
  const keys = all.flatMap((bytes) => [bytes, sha256(bytes)]).filter(({ length }) => length === 32)
  return [...new Map(keys.map((key) => [key.toString('hex'), key])).values()]
}

function opens(key: Buffer, sealed: Buffer): boolean {
  try {
    const opened = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12))
    opened.setAuthTag(sealed.subarray(-16))
    opened.update(sealed.subarray(12, -16))
    opened.final()
    return true
  } catch {
    return false
  }
}

/** Whatever may be a key under another, a record, a name or a file. */
const ciphertexts = (texts: readonly string[]): readonly Buffer[] =>
  texts
    .flatMap(words)
    .flatMap(bytesOf)
    .filter(({ length }) => length >= 60)

test('the attempt to open finds what a key that is kept would open', () => {
  const key = randomBytes(32)
  const cipher = createCipheriv('aes-256-gcm', key, Buffer.alloc(12))
  const text = Buffer.concat([cipher.update(randomBytes(32)), cipher.final()])
  const sealed = Buffer.concat([Buffer.alloc(12), text, cipher.getAuthTag()])
  const kept = [`{"key":"${key.toString('base64url')}"}`, sealed.toString('base64')]
  expect(candidates(kept).some((one) => opens(one, ciphertexts(kept)[0] ?? sealed))).toBe(true)
})

test('and nothing that is kept opens anything else that is kept, not even with every key of the server', async () => {
  const serverKeys = await readdir(server.folder, { recursive: true, withFileTypes: true })
  const known = await Promise.all(
    serverKeys
      .filter((entry) => entry.isFile() && keyFiles.test(entry.name))
      .map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8')),
  )
  const keys = candidates([...rows, ...known])
  const sealed = [...new Map(ciphertexts(rows).map((one) => [one.toString('hex'), one])).values()]
  expect(keys.length).toBeGreaterThan(20)
  expect(sealed.length).toBeGreaterThan(10)
  const opened = sealed.filter((one) => keys.some((key) => opens(key, one)))
  expect(opened.map((one) => one.toString('base64').slice(0, 20))).toEqual([])
})

test('a backup, which carries the keys of the server, gives out nothing of a vault', () => {
  if (!backup) return expect(process.env['KEEPWATCH_TEST_POSTGRES']).toBeDefined()
  expect(found(vaultSecrets, backup)).toEqual([])
  expect(found(targetSecrets, backup)).toEqual([])
  expect(found([seen], backup)).toEqual([seen])
})

test('with the password the same data opens', async () => {
  const elsewhere = await commandLine(server, 'owner@example.com')
  const titles = await elsewhere.ask<readonly { title: string }[]>('record', 'list')
  expect(titles.map(({ title }) => title)).toContain(vaultSecrets.at(4))
  await elsewhere.remove()
})
