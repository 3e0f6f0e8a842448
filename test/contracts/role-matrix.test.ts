import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { refusals } from '../../src/access/refusals.ts'
import { signLog } from '../../src/events/checkpointing.ts'
import { logIdentity } from '../../src/events/log-identity.ts'
import { generateServerKeyPem, readServerKey } from '../../src/protocol/server-key.ts'
import type { Store } from '../../src/store/store.ts'
import { generateNoteKey } from '../../src/tlog/note-key.ts'
import { groundOver } from '../support/ground.ts'
import { type HttpApp, httpApp } from '../support/http-app.ts'
import { cast, expected, type Subject, subjects, verdictOf } from '../support/role-matrix.ts'
import type { Ask, Case, Declaration } from '../support/route-declaration.ts'
import { routeWorld, send, type World } from '../support/route-world.ts'
import { routeTable } from './route-table.ts'
import { stores } from './stores.ts'

/**
 * Every route, asked by everybody that there is, by every verb: what comes of it is what the table of permissions says, and
 * nothing else. `routes.test.ts` sees to it that every route of the server is in the table of routes.
 */

type Route = readonly [route: string, declaration: Declaration]

const table: readonly Route[] = Object.entries(routeTable)
const reads = table.filter(([route]) => route.startsWith('GET '))
const paths = [...new Set(table.map(([route]) => route.split(' ')[1] ?? ''))]
const verbs = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'] as const

/** A verb for which there is no route at that path. HEAD is GET without the answer. */
const isStrange = (path: string) => (verb: string) =>
  routeTable[`${verb === 'HEAD' ? 'GET' : verb} ${path}`] === undefined

describe.each(stores)('on the $name store', ({ open, place }) => {
  let folder: Awaited<ReturnType<typeof place>>
  let store: Store
  let app: HttpApp
  let world: World
  let people: Awaited<ReturnType<typeof cast>>

  beforeAll(async () => {
    folder = await place()
    store = await open(folder.place)
    // Each request comes in a window of its own, or failures that are many would be counted and not written.
    let passed = 0
    const elapsed = () => (passed += 60_000)
    const ground = groundOver(store)
    const patient = { ...ground, refusals: refusals({ ...ground, elapsed }) }
    const serverKey = readServerKey(generateServerKeyPem())
    app = await httpApp(patient, serverKey, { most: 1_000_000, windowMs: 1_000 })
    world = await routeWorld(store, app.url)
    const identity = logIdentity([generateNoteKey('keepwatch/test').skey])
    const anchor = { read: async () => undefined, write: async () => {} }
    await signLog({ store, identity, anchor })
    people = await cast(store, world)
  })

  afterAll(async () => {
    await app.stop()
    await store.close()
    await folder.remove()
  })

  /** A request, its answer, and what it left in the log. */
  async function watch(act: () => Promise<Response>) {
    const before = await store.events.size()
    const response = await act()
    const isStream = response.headers.get('content-type') === 'text/event-stream'
    const text = isStream ? '' : await response.text()
    await response.body?.cancel().catch(() => undefined)
    const entries = await store.events.readAfter(before - 1, { limit: 1_000 })
    return { status: response.status, text, events: entries.map(({ body }) => JSON.parse(body)) }
  }

  async function askAs(subject: Subject, [route, { ok, needs }]: Route, method: string) {
    if ('never' in ok) throw new Error(`${route} never works`)
    const { first, ask } = ok satisfies Case
    if (first) await prepare(route, first)
    const asked = await people.as(subject, { needs, asked: await ask(world) })
    return watch(() => send(app.url, method, asked))
  }

  const prepare = async (route: string, first: Ask) =>
    watch(async () => send(app.url, methodOf(route), await first(world)))

  /** What comes of a route for everybody, beside what should. */
  async function verdicts([route, declaration]: Route, method = methodOf(route)) {
    const found: [string, string][] = []
    for (const subject of subjects) {
      const { status, events } = await askAs(subject, [route, declaration], method)
      found.push([subject.name, verdictOf(declaration.needs, status, events)])
    }
    return found
  }

  const wanted = ({ needs }: Declaration) =>
    subjects.map((subject) => [subject.name, expected(needs, subject)])

  test.each(reads)('HEAD for %s is for the same, and leaves the same events', async (...route) => {
    const [, { needs }] = route
    expect(await verdicts(route, 'HEAD')).toEqual(wanted(route[1]))
    const owners = subjects.findLast((one) => one.role === 'owner' && mayPass(needs, one))
    const whoever = owners ?? { name: 'a device', isDevice: true }
    const [asked, headed] = [
      await askAs(whoever, route, 'GET'),
      await askAs(whoever, route, 'HEAD'),
    ]
    expect([headed.status, names(headed)]).toEqual([asked.status, names(asked)])
    expect(headed.text).toBe('')
  })

  /** A path as the owner would ask for it, whom everything is allowed. */
  async function ownersAsk(path: string) {
    const [, declaration] = table.find(([route]) => route.endsWith(` ${path}`)) ?? []
    if (!declaration || 'never' in declaration.ok) throw new Error(`${path} never works`)
    const { ok, needs } = declaration
    const asked = await ok.ask(world)
    return () => people.as({ name: 'owner', role: 'owner' }, { needs, asked })
  }

  test.each(paths)('by no other verb anything is done or told at %s', async (path) => {
    const ask = await ownersAsk(path)
    for (const verb of verbs.filter(isStrange(path))) {
      const { json: _, text: __, form: ___, ...asked } = await ask()
      const { status, events, text } = await watch(() => send(app.url, verb, asked))
      const isPreflight = verb === 'OPTIONS' && /rest\/sm|api\/files/.test(path)
      if (isPreflight) expect({ status, text }).toEqual({ status: 204, text: '' })
      else expect([verb, [400, 401, 403, 404].includes(status)]).toEqual([verb, true])
      expect(names({ events }).filter((name) => !/denied|failed/.test(name))).toEqual([])
    }
  })

  const changing = table.filter(([route]) => /^(DELETE|PUT|PATCH) /.test(route))

  test.each(changing)(
    'no header and no parameter turns another verb into %s',
    async (route, of) => {
      const { ok } = of
      if ('never' in ok) throw new Error(`${route} never works`)
      const [wantedVerb = '', path = ''] = route.split(' ')
      const ask = await ownersAsk(path)
      for (const verb of ['GET', 'POST'].filter(isStrange(path))) {
        const { json: _, text: __, form: ___, ...asked } = await ask()
        const headers = Object.fromEntries(
          ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override'].map((name) => [
            name,
            wantedVerb,
          ]),
        )
        const overridden = { ...asked, path: `${asked.path}?_method=${wantedVerb}`, headers }
        const { status, events } = await watch(() => send(app.url, verb, overridden))
        const names = events.map(({ audit_event }) => audit_event)
        expect([400, 401, 403, 404]).toContain(status)
        expect(names.filter((name) => ok.leaves.includes(name))).toEqual([])
      }
    },
  )
  test.each(table)('%s is for whom the table says', async (route, declaration) => {
    expect(await verdicts([route, declaration])).toEqual(wanted(declaration))
  })
})

type Left = { readonly events: readonly { readonly audit_event: string }[] }
const names = ({ events }: Left) => events.map(({ audit_event }) => audit_event)

const mayPass = (needs: Declaration['needs'], subject: Subject) =>
  expected(needs, subject) === 'passes'

const methodOf = (route: string) => route.split(' ', 1)[0] ?? ''
