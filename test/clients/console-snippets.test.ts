import { readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { NewDevice } from '../../console/src/applications/new-device.ts'
import { snippets } from '../../console/src/applications/snippets.ts'
import { filledVault } from '../support/filled-vault.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { isFull } from './support/fetch-clients.ts'
import { type PortProxy, proxyFor } from './support/proxy.ts'
import { benchIn, snippetRunners } from './support/run-snippet.ts'

/**
 * What the console shows somebody who has just added a device, run as it stands there: with the vendor's SDKs from their
 * registries, a real token, and a real server at `keepwatch.test`, port 443, as far as its clients can see.
 */

const hostname = 'keepwatch.test'
const patience = 120_000

/** Those that come from a registry which is not reached: what they show is from their sources. */
const notRun = ['.NET', 'Ruby']

/** Its packages take minutes to build: `npm run test:clients -- --full` has them. */
const slow = isFull ? [] : ['Rust']

/** What the log has to say of the client that came. */
const versions: Readonly<Record<string, RegExp>> = {
  JavaScript: /^ms17\.5\.0$/,
  Python: /^mp17\.3\.0$/,
  Go: /^mg16\.6\.4$/,
  Java: /^mj17\.1\.1$/,
  Rust: /^mr17\.3\.0$/,
  ksm: /^mp17\.3\.0$/,
  Ansible: /^mp17\.3\.0$/,
  GitHub: /^ms17\.5\.0$/,
  Kubernetes: /^mp17\.3\.0$/,
}

const shown = snippets.filter(({ name }) => !notRun.includes(name) && !slow.includes(name))

let server: TestServer
let proxy: PortProxy
let root: string
let record: string
const devices = new Map<string, NewDevice>()

/** The server's key, asked for past the names that this machine knows. */
function serverKey(): Promise<Readonly<Record<string, string>>> {
  const { port } = new URL(server.url)
  const ca = readFileSync(server.caFile ?? '')
  const options = { host: '127.0.0.1', port, ca, servername: hostname, path: '/api/v1/server' }
  return new Promise((resolve, reject) => {
    const asking = request(options, async (answer) => {
      resolve(JSON.parse(Buffer.concat(await answer.toArray()).toString()))
    })
    asking.on('error', reject).end()
  })
}

beforeAll(async () => {
  const vault = await filledVault()
  const tokens = new Map<string, string>()
  for (const { name } of snippets) tokens.set(name, (await vault.device({ name })).token)
  server = await startServer({ fill: vault.fill, flags: { hostname } })
  proxy = await proxyFor(hostname, Number(new URL(server.url).port))
  root = await mkdtemp(join(tmpdir(), 'keepwatch-snippets-'))
  record = vault.single
  const { server_public_key_id: keyId = '', server_public_key: key = '' } = await serverKey()
  for (const [name, token] of tokens)
    devices.set(name, { name, place: 'first', token, hostname, keyId, key })
}, patience)
afterAll(async () => {
  proxy.close()
  await server.stop()
  await rm(root, { recursive: true, force: true })
})

const bench = (name: string) => {
  const { caFile = '' } = server
  return benchIn(root, name, { caFile, proxyPort: proxy.port, record })
}

function deviceOf(name: string): NewDevice {
  const device = devices.get(name)
  if (!device) throw new Error(`there is no device ${name}`)
  return device
}

/** Spends a device's token, as the console does for whoever wants a ready configuration: here the official SDK does. */
async function configured(name: string): Promise<NewDevice> {
  const device = deviceOf(name)
  const there = await bench(`${name}-connecting`)
  const [javascript] = snippets
  await snippetRunners['JavaScript']?.(javascript?.of(device) ?? '', there)
  const config = await readFile(join(there.folder, 'ksm-config.json'))
  return { ...device, configured: config.toString('base64') }
}

const accessesOf = async (name: string) =>
  (await server.events()).filter(
    ({ audit_event, ...event }) =>
      audit_event === 'app_client_access' && event['device_name'] === name,
  )

test.each(shown)(
  '$name: what the console shows connects and reads',
  { timeout: patience },
  async ({ name, takes, of }) => {
    const device = takes === 'token' ? deviceOf(name) : await configured(name)
    const before = (await accessesOf(name)).length
    const there = await bench(name)
    await snippetRunners[name]?.(of(device), there)
    const accesses = await accessesOf(name)
    expect(accesses.length).toBeGreaterThan(before)
    expect(accesses.at(-1)?.['client_version']).toMatch(versions[name] ?? /^$/)
    expect(accesses.at(-1)).toMatchObject({ served_count: name === 'Ansible' ? 1 : 3 })
  },
)

test('no snippet is left out without a word', () => {
  const ran = Object.keys(snippetRunners)
  expect(snippets.map(({ name }) => name).sort()).toEqual([...ran, ...notRun].sort())
})
