import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { backUp } from '../../src/backup.ts'
import { readConfig } from '../../src/config.ts'
import { sealedKeyFiles } from '../../src/kernel/key-files.ts'
import { type Running, serve } from '../../src/serve.ts'
import { type CommandLine, commandLine } from '../support/keepwatch.ts'
import { type ServerStore, serverStore } from '../support/server-store.ts'

/** The keys of a server are sealed by a key that its operator keeps elsewhere, told as it goes. */

let place: string
let data: string
let store: ServerStore
let running: Running | undefined
let owner: CommandLine
let keyFile: string
let otherFile: string
const email = 'owner@example.com'
const token = `token-${randomBytes(12).toString('hex')}`

const keyFiles = ['target-key', 'server-key.pem', 'log-key', 'tls/ca.key', 'tls/server.key']
const texts = () => Promise.all(keyFiles.map((name) => readFile(join(data, name), 'utf8')))
const command = () => `cat ${otherFile}`

async function start(flags: Readonly<Record<string, unknown>>) {
  const given = { data, listen: '127.0.0.1:0', logLevel: 'silent', ...store.flags, ...flags }
  running = await serve(readConfig(given, {}))
  return running
}

async function stop() {
  await running?.stop()
  running = undefined
}

async function eventsNamed(name: string) {
  return (await store.events()).filter(({ audit_event }) => audit_event === name)
}

const reseal = (...argv: readonly string[]) => {
  const { databaseUrl } = store.flags
  const where = databaseUrl ? ['--database-url', databaseUrl] : []
  return owner.keepwatch('keys', 'reseal', '--data', data, ...where, ...argv, '--format', 'json')
}

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'keepwatch-keys-'))
  data = join(place, 'data')
  keyFile = join(place, 'key')
  otherFile = join(place, 'other-key')
  store = await serverStore(data)
  await writeFile(keyFile, randomBytes(32).toString('base64'))
  await writeFile(otherFile, `${randomBytes(32).toString('hex')}\n`)
  const { url, caFile, setupCode } = await start({})
  owner = await commandLine({ url, ...(caFile && { caFile }) }, email)
  const setup = ['--name', 'Example', '--setup-code', setupCode?.code ?? '']
  await owner.ask('account', 'create', '--email', email, ...setup)
  const splunk = [
    '--kind',
    'splunk-hec',
    '--no-test',
    '--set',
    'url=https://splunk.example.com:8088',
  ]
  await owner.ask('siem', 'add', 'logs', ...splunk, '--set', `token=${token}`)
  await stop()
})

afterAll(async () => {
  await stop()
  await owner.remove()
  await store.remove()
  await rm(place, { recursive: true, force: true })
})

test('without such a key they lie in the data folder as they are', async () => {
  expect((await texts()).join()).toMatch(/PRIVATE KEY/)
})

test('a server that is started with one seals every key that it finds, and goes on', async () => {
  await start({ keyFile })
  await stop()
  for (const text of await texts()) expect(text).toMatch(/^keepwatch-sealed-1 /)
  await start({ keyFile })
  await stop()
})

test.each([
  ['without it', {}, 'is sealed: name its key'],
  ['with another', { keyCommand: 'head -c 32 /dev/urandom | base64' }, 'sealed with another key'],
  [
    'with a command that fails',
    { keyCommand: 'echo a secret; exit 3' },
    '--key-command failed (3)',
  ],
  ['with what is no key', { keyCommand: 'echo short' }, 'gives no key'],
  ['with a file that is not there', { keyFile: '/nowhere/key' }, 'cannot be read'],
])('%s it does not start, and says why', async (_, flags, sentence) => {
  const before = await texts()
  await expect(start(flags)).rejects.toThrow(sentence)
  expect(await texts()).toEqual(before)
})

test('two places for the key are one too many', () => {
  expect(() => readConfig({ keyFile, keyCommand: 'true' }, {})).toThrow('in one place')
  expect(readConfig({}, { KEEPWATCH_KEY: 'x' }).key).toBe('x')
})

test('they are sealed anew with another key, which is an event, and the old one opens nothing', async () => {
  const answer = await reseal('--key-file', keyFile, '--new-key-command', command())
  expect(answer).toMatchObject({ code: 0, stderr: '' })
  expect(answer.json()).toEqual({ files: 5, sealed_by: 'a command' })
  expect(await eventsNamed('server_keys_resealed')).toMatchObject([
    { files: 5, sealed_by: 'a command', message: expect.stringContaining('5 key files') },
  ])
  await expect(start({ keyFile })).rejects.toThrow('sealed with another key')
  await start({ keyCommand: command() })
  await stop()
})

test('a change that was cut short stops the server, and the same command ends it', async () => {
  const [old, next] = [await readFile(otherFile, 'utf8'), await readFile(keyFile, 'utf8')]
  const both = sealedKeyFiles(Buffer.from(next, 'base64'), Buffer.from(old.trim(), 'hex'))
  const half = join(data, 'server-key.pem')
  await both.write(half, (await both.read(half)) ?? '')
  await writeFile(join(data, 'resealing'), '')

  for (const flags of [{ keyFile }, { keyCommand: command() }])
    await expect(start(flags)).rejects.toThrow('cut short')
  expect(await reseal('--key-command', command(), '--new-key-file', keyFile)).toMatchObject({
    code: 0,
  })
  expect((await readdir(data)).includes('resealing')).toBe(false)
  await start({ keyFile })
  await stop()
  expect(await eventsNamed('server_keys_resealed')).toHaveLength(2)
})

test('the secrets of targets are what they were', async () => {
  const { url, caFile } = await start({ keyFile })
  const again = await commandLine({ url, ...(caFile && { caFile }) }, email)
  const shown = await again.ask('siem', 'show', 'logs')
  expect(JSON.stringify(shown)).toContain('••••')
  expect((await again.keepwatch('siem', 'resume', 'logs')).stderr).not.toContain(
    'another target-key',
  )
  await again.remove()
  await stop()
})

test('a backup then holds no key that opens anything, and no secret of a target', async () => {
  if (store.flags['databaseUrl']) return expect(store.flags['databaseUrl']).toMatch(/^postgres/)
  const file = join(place, 'backup.db')
  await backUp(readConfig({ data, keyFile }, {}), file)
  const bytes = await readFile(file)
  expect(bytes.includes('PRIVATE KEY')).toBe(false)
  expect(bytes.includes('PRIVATE+KEY')).toBe(false)
  expect(bytes.includes(token)).toBe(false)
  expect(bytes.includes('keepwatch-sealed-1')).toBe(true)
  await expect(backUp(readConfig({ data }, {}), file)).rejects.toThrow('is sealed')
})

test('they can be left as they are again', async () => {
  expect(await reseal('--key-file', keyFile, '--unseal')).toMatchObject({ code: 0 })
  expect((await texts()).join()).not.toContain('keepwatch-sealed')
  await start({})
  await stop()
})

test('which key is next must be said, once', async () => {
  for (const argv of [[], ['--unseal', '--new-key-file', keyFile]])
    expect(await reseal(...argv)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('name the next key'),
    })
})
