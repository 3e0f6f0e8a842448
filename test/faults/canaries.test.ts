import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findSession } from '../../src/cli/session-file.ts'
import { clientIdOf } from '../../src/client/crypto/one-time-token.ts'
import { routeTable } from '../contracts/route-table.ts'
import { api } from '../support/api.ts'
import { type CommandLine, memberOf, ownerOf } from '../support/keepwatch.ts'
import { type RawDevice, rawDevice } from '../support/raw-device.ts'
import type { TestServer } from '../support/server.ts'
import { canary, findSecrets, formsOf } from './support/needles.ts'
import { type ServerProcess, startProcess, stopProcess } from './support/server-process.ts'

/**
 * Two hundred secrets are put wherever a request has room for one. Afterwards none is in the database, the operator's
 * log at its most talkative, the events, their exports, or an error. Questions about the log are the one thing that is
 * on record word for word, because who asked what is an event: no secret is put there.
 */

type Named = Readonly<Record<string, string>>

let folder: string
let server: ServerProcess
let reachable: TestServer
let owner: CommandLine
let member: CommandLine
let device: RawDevice
const secrets: string[] = []
const said: string[] = []

/** What can be seen of a device by whoever looks at the server: it shows that the search finds what is there. */
const decoy = canary()

function plant(): string {
  const secret = canary()
  secrets.push(secret)
  return secret
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keepwatch-canaries-'))
  const flags = ['--tls', 'off', '--log-level', 'trace', '--trusted-proxies', '127.0.0.1/32']
  server = startProcess({ folder, flags })
  const code = (await server.setupCode) ?? ''
  reachable = { url: (await server.url) ?? '', setupCode: { file: '', code } } as TestServer
  secrets.push(code)
  owner = await ownerOf(reachable)
  member = await memberOf(reachable, 'member@example.com')
  for (const [who, line] of [
    ['owner', owner],
    ['member', member],
  ] as const) {
    secrets.push(`the password of ${who}@example.com`)
    const session = await findSession(line.home, reachable.url)
    secrets.push(session?.token ?? '')
  }
})

afterAll(async () => {
  await owner.remove()
  await member.remove()
  await stopProcess(server)
  await rm(folder, { recursive: true, force: true })
})

/** When each request was sent, by the clock that only goes on. */
const sent: number[] = []
/** Fewer than the failures of strangers that are written one by one in ten seconds. */
const mostInTenSeconds = 180

/**
 * From another address each time, and never too many in a window: or failures would be counted, and what they hold not
 * written.
 */
async function send(path: string, init: RequestInit) {
  const earlier = sent.at(-mostInTenSeconds)
  if (earlier !== undefined) await sleep(Math.max(0, earlier + 10_500 - performance.now()))
  sent.push(performance.now())
  const [high, low] = [sent.length >> 8, sent.length & 255]
  const headers = { ...init.headers, 'x-forwarded-for': `10.0.${high}.${low}` }
  const response = await fetch(`${reachable.url}${path}`, { ...init, headers })
  said.push(`${response.status} ${await response.text()}`)
}

test('secrets in records, folders, applications and devices', async () => {
  const uids: string[] = []
  for (let n = 0; n < 15; n++) {
    const fields = ['login', 'password', 'url'].flatMap((name) => ['--field', `${name}=${plant()}`])
    const added = await owner.ask<Named>('record', 'add', '--title', plant(), ...fields)
    uids.push(added['record_uid'] ?? '')
  }
  for (const uid of uids.slice(0, 5))
    await owner.ask('record', 'update', uid, '--field', `password=${plant()}`)
  for (let n = 0; n < 5; n++) await owner.ask('folder', 'add', '--name', plant())
  const app = (await owner.ask<Named>('sm', 'app', 'create', plant()))['app_uid'] ?? ''
  await owner.ask('sm', 'share', 'add', '--app', app, '--secret', ...uids)

  const added = ['sm', 'client', 'add', '--app', app, '--name', decoy]
  const { token = '' } = [await owner.ask<Named | Named[]>(...added)].flat()[0] as Named
  secrets.push(token)
  device = await rawDevice({ server: reachable, clientId: await clientIdOf(token) })
  expect((await device.bind()).status).toBe(200)
})

/** Bodies that no route takes, each with secrets where somebody might have put them. */
const badBodies = (): readonly string[] => [
  `{"password":"${plant()}`,
  JSON.stringify({ [plant()]: plant() }),
  JSON.stringify(plant()),
]

const bodyRoutes = Object.keys(routeTable).filter((route) =>
  /^(POST|PUT|PATCH) \/api\/v1(?!\/reports)/.test(route),
)

test.each(bodyRoutes)('secrets in bodies that cannot be read: %s', async (route) => {
  const [method = '', pattern = ''] = route.split(' ')
  const path = pattern.replaceAll(/:\w+/g, 'AAAAAAAAAAAAAAAAAAAAAA')
  const session = await findSession(owner.home, reachable.url)
  for (const body of badBodies()) {
    await send(path, { method, body, headers: { authorization: `Bearer ${session?.token}` } })
    await send(path, { method, body })
  }
})

test('secrets in headers and questions', async () => {
  for (const path of ['/api/v1/vault', '/api/v1/events', '/log/checkpoint']) {
    await send(path, { headers: { authorization: `Bearer ${plant()}${plant()}`.slice(0, 50) } })
    await send(path, { headers: { authorization: `Basic ${btoa(`me:${plant()}`)}` } })
    await send(path, { headers: { cookie: `session=${plant()}`, 'x-api-token': plant() } })
  }
  const own = await api(reachable, owner)
  for (const name of ['limit', 'after', plant()]) {
    const { body } = await own.get(`/events?${name}=${plant()}`)
    said.push(body)
  }
})

test('wrong passwords, setup codes and invitations', async () => {
  const post = (path: string, body: object) =>
    send(path, { method: 'POST', body: JSON.stringify(body) })
  const email = 'owner@example.com'
  for (let n = 0; n < 5; n++) {
    await post('/api/v1/sessions', { email, verifier: plant(), password: plant() })
    await post('/api/v1/accounts', { email, setup_code: plant(), verifier: plant() })
    await post('/api/v1/accounts/invited', { email, invitation: plant() })
  }
})

test('secrets in requests of devices', async () => {
  const path = '/api/rest/sm/v1/get_secret'
  for (let n = 0; n < 5; n++) {
    const headers = { TransmissionKey: plant(), Authorization: `Signature ${plant()}` }
    await send(path, { method: 'POST', headers, body: plant() })
    const { body } = await device.seal({})
    await send(path, { method: 'POST', headers, body })
  }
  for (const payload of [
    { requestedFolders: plant() },
    { [plant()]: plant() },
    { recordUid: 7, data: plant(), revision: plant() },
    { clientVersion: plant() },
    { clientId: plant() },
    { publicKey: plant() },
  ])
    for (const endpoint of ['get_secret', 'update_secret'])
      said.push((await device.call(endpoint, payload)).text)
})

test('none of them is found anywhere, and what may be found is', async () => {
  const exported = await owner.keepwatch('audit-report', '--report-type', 'raw', '--format', 'json')
  const events = await (await api(reachable, owner)).get('/events?limit=1000')
  expect(exported.code).toBe(0)
  expect(events.status).toBe(200)
  const places: Record<string, Buffer> = {
    'the log of the operator': Buffer.from(server.log()),
    'an answer': Buffer.from(said.join('\n')),
    'a report': Buffer.from(exported.stdout),
    'the events': Buffer.from(events.body),
  }
  for (const file of await readdir(folder, { recursive: true, withFileTypes: true }))
    if (file.isFile()) places[file.name] = await readFile(join(file.parentPath, file.name))

  expect(events.body).not.toContain('refusals_aggregated')
  expect(secrets.length).toBeGreaterThanOrEqual(200)
  expect(secrets.filter((secret) => secret.length < 20)).toEqual([])
  expect(findSecrets(secrets, places)).toEqual([])
  expect(Object.keys(places).some((name) => name.startsWith('keepwatch.db'))).toBe(true)
  expect(findSecrets([decoy], places).length).toBeGreaterThan(1)
})

test('the search finds every form', () => {
  const [secret, other] = [canary(), canary()]
  const hidden = [
    secret,
    Buffer.from(secret).toString('hex'),
    ...[0, 1, 2].map((n) => Buffer.from(`${'x'.repeat(n)}${secret}tail`).toString('base64')),
    Buffer.from(`{"a":"${secret}"}`).toString('base64url'),
  ]
  for (const text of hidden)
    expect(findSecrets([secret, other], { here: Buffer.from(text) })).not.toEqual([])
  expect(formsOf(secret).length).toBeGreaterThan(5)
})
