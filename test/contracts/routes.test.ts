import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { refusals } from '../../src/access/refusals.ts'
import { loadCatalog } from '../../src/events/catalog.ts'
import { signLog } from '../../src/events/checkpointing.ts'
import { logIdentity } from '../../src/events/log-identity.ts'
import { Failure } from '../../src/kernel/errors.ts'
import { generateServerKeyPem, readServerKey } from '../../src/protocol/server-key.ts'
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts'
import type { Store } from '../../src/store/store.ts'
import { generateNoteKey } from '../../src/tlog/note-key.ts'
import { groundOver } from '../support/ground.ts'
import { type HttpApp, httpApp } from '../support/http-app.ts'
import { type Case, outcomes } from '../support/route-declaration.ts'
import { routeWorld, send, type World } from '../support/route-world.ts'
import { routeTable } from './route-table.ts'
import { deviceRate } from './routes/device-routes.ts'

/** No route without its events: the table of routes that the server has is held against `route-table.ts`. */

let folder: string
let store: Store
let world: World
let app: HttpApp
let broken: HttpApp
let short: HttpApp

/** The same store, in which every unit of work is undone after it has run, as by a disk that refuses the commit. */
const refusing = (): Store => ({
  ...store,
  transaction: (work) =>
    store.transaction(async (tx) => {
      await work(tx)
      throw new Failure('busy', 'the store could not be written')
    }),
})

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keepwatch-'))
  store = await openEmbeddedStore({ folder })
  const serverKey = readServerKey(generateServerKeyPem())
  // Each refusal comes in a window of its own, or failures that are many would be counted and not written.
  let passed = 0
  const ground = groundOver(store)
  const elapsed = () => (passed += 60_000)
  const patient = { ...ground, refusals: refusals({ ...ground, elapsed }) }
  app = await httpApp(patient, serverKey, deviceRate)
  broken = await httpApp(groundOver(refusing()), serverKey)
  short = await httpApp({ ...groundOver(store), disk: { isShort: () => true } }, serverKey)
  world = await routeWorld(store, app.url)
  const identity = logIdentity([generateNoteKey('keepwatch/test').skey])
  const anchor = { read: async () => undefined, write: async () => {} }
  await signLog({ store, identity, anchor })
})

afterAll(async () => {
  for (const server of [app, broken, short]) await server.stop()
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

/** The events that a request leaves, by name, and its answer. A stream is left as soon as it has begun. */
async function watch(act: () => Promise<Response>) {
  const before = await store.events.size()
  const response = await act()
  const isStream = response.headers.get('content-type') === 'text/event-stream'
  const text = isStream ? '' : await response.text()
  await response.body?.cancel().catch(() => undefined)
  const entries = await store.events.readAfter(before - 1, { limit: 1_000 })
  const events = entries.map(({ body }) => String(JSON.parse(body).audit_event))
  return { status: response.status, text, events }
}

const [routes, table] = [Object.keys(routeTable), Object.entries(routeTable)]
const methodOf = (route: string) => route.split(' ', 1)[0] ?? ''

const ask = async (url: string, route: string, one: Case['ask']) =>
  send(url, methodOf(route), await one(world))

test('every route of the server is declared, and nothing else', () => {
  expect([...app.routes].sort()).toEqual([...routes].sort())
})

test('every declared event is in the catalogue', async () => {
  const catalog = await loadCatalog()
  const declared = table.flatMap(([, declaration]) =>
    outcomes
      .map((outcome) => declaration[outcome])
      .flatMap((one) => ('never' in one ? [] : one.leaves)),
  )
  expect(declared.filter((name) => !catalog.has(name))).toEqual([])
})

/** Every route, with the bodies that hand out or change something: asked in the order of the table. */
describe.each(table)('while the store cannot be written, %s', (route, { ok }) => {
  if ('never' in ok) return
  test('hands out nothing', async () => {
    if (ok.first) await ask(app.url, route, ok.first)
    const { status, text, events } = await watch(() => ask(broken.url, route, ok.ask))
    const ciphertexts = await ciphertextsOf(store)
    expect(events).toEqual([])
    expect(ciphertexts.filter((ciphertext) => text.includes(ciphertext))).toEqual([])
    if (ok.silent && !ok.keeps) return expect(status).toBe(ok.status)
    const isDevice = /rest\/sm|api\/files/.test(route)
    expect(status).toBe(route.includes('rest/sm') ? 403 : 503)
    expect(JSON.parse(text)).toMatchObject({ error: isDevice ? 'throttled' : 'busy' })
  })
})

const secretRoutes = table.filter(([route]) =>
  /rest\/sm|api\/files|GET .*(vault|records)/.test(route),
)

describe.each(secretRoutes)('while the disk is nearly full, %s', (route, { ok }) => {
  if ('never' in ok) return
  test('hands out nothing either', async () => {
    if (ok.first) await ask(app.url, route, ok.first)
    const { status, text } = await watch(() => ask(short.url, route, ok.ask))
    expect([403, 503]).toContain(status)
    expect(JSON.parse(text).message).toContain('nearly full')
  })
})

describe.each(table)('%s', (route, declaration) => {
  test.each(outcomes)('%s', async (outcome) => {
    const one = declaration[outcome]
    if ('never' in one) return expect(one.never).toMatch(/\w+ \w+/)
    const { first, times = 1 } = one
    if (first) for (let n = 0; n < times; n++) await watch(() => ask(app.url, route, first))
    const { status, events, text } = await watch(() => ask(app.url, route, one.ask))
    expect({ status, events }, text).toEqual({ status: one.status, events: one.leaves })
    if (events.length === 0) expect(one.silent).toMatch(/\w+ \w+/)
  })
})

/** Everything in the store that only a key opens. */
async function ciphertextsOf({ read }: Store): Promise<readonly string[]> {
  return read(async ({ accounts, records, folders, applications, shares, devices }) => {
    const uid = (await accounts.findByEmail(world.vault.ownerEmail))?.account_uid ?? ''
    const all = [
      await records.listOf(uid),
      await folders.listOf(uid),
      await applications.listOf(uid),
      await shares.listOf(world.vault.app_uid),
      await devices.listOf(world.vault.app_uid),
    ]
    const found = all.flat().flatMap((row) => Object.values(row).map(String))
    return found.filter((text) => /^[A-Za-z0-9+/]{50,}={0,2}$/.test(text))
  })
}
