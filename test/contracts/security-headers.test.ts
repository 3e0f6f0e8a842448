import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signLog } from '../../src/events/checkpointing.ts'
import { logIdentity } from '../../src/events/log-identity.ts'
import { generateServerKeyPem, readServerKey } from '../../src/protocol/server-key.ts'
import type { Store } from '../../src/store/store.ts'
import { generateNoteKey } from '../../src/tlog/note-key.ts'
import { groundOver } from '../support/ground.ts'
import { type HttpApp, httpApp } from '../support/http-app.ts'
import { type Case, outcomes } from '../support/route-declaration.ts'
import { type Asked, routeWorld, send, type World } from '../support/route-world.ts'
import { routeTable } from './route-table.ts'
import { stores } from './stores.ts'

/** Every answer tells a browser to run nothing, show nothing and keep nothing of it, whatever became of the request. */

const always = {
  'strict-transport-security': /^max-age=31536000$/,
  'x-content-type-options': /^nosniff$/,
  'x-frame-options': /^DENY$/,
  'referrer-policy': /^no-referrer$/,
  'permissions-policy': /camera=\(\).*geolocation=\(\).*microphone=\(\)/,
  'content-security-policy': /^default-src 'none'.*frame-ancestors 'none'/,
  'x-permitted-cross-domain-policies': /^none$/,
  'cross-origin-opener-policy': /^same-origin$/,
}

/** What a browser would run or show by itself. */
const shown = /html|javascript|svg|xml/

function checkHeaders(headers: Headers, path: string): void {
  for (const [name, wanted] of Object.entries(always))
    expect([name, headers.get(name)]).toEqual([name, expect.stringMatching(wanted)])
  const policy = headers.get('content-security-policy') ?? ''
  expect(policy).not.toMatch(/unsafe-|\*|https?:|data:/)
  const isConsole = path === '/' || path.startsWith('/assets/')
  const type = headers.get('content-type') ?? ''
  if (!isConsole) expect(policy).toContain('sandbox')
  if (!isConsole && !path.startsWith('/api/files/upload')) expect(type).not.toMatch(shown)
  if (path.startsWith('/api/')) expect(headers.get('cache-control')).toBe('no-store')
}

const methodOf = (route: string) => route.split(' ', 1)[0] ?? ''
const cases = Object.entries(routeTable).flatMap(([route, declaration]) =>
  outcomes.flatMap((outcome) => {
    const one = declaration[outcome]
    return 'never' in one || outcome === 'throttled' ? [] : [{ route, outcome, one }]
  }),
)

describe.each(stores)('on the $name store', ({ open, place }) => {
  let folder: Awaited<ReturnType<typeof place>>
  let store: Store
  let app: HttpApp
  let world: World

  beforeAll(async () => {
    folder = await place()
    store = await open(folder.place)
    const serverKey = readServerKey(generateServerKeyPem())
    const rate = { most: 1_000_000, windowMs: 1_000 }
    app = await httpApp(groundOver(store), serverKey, rate)
    world = await routeWorld(store, app.url)
    const identity = logIdentity([generateNoteKey('keepwatch/test').skey])
    await signLog({
      store,
      identity,
      anchor: { read: async () => undefined, write: async () => {} },
    })
  })

  afterAll(async () => {
    await app.stop()
    await store.close()
    await folder.remove()
  })

  async function headersOf(method: string, asked: Asked): Promise<Headers> {
    const response = await send(app.url, method, asked)
    await response.body?.cancel().catch(() => undefined)
    return response.headers
  }

  test('bytes of a file are never shown: a browser may only save them', async () => {
    const [file] = cases.filter(
      ({ route, outcome }) => route === 'GET /api/files/:ticket' && outcome === 'ok',
    )
    if (!file?.one.first) throw new Error('there is no way to fetch a file')
    await headersOf('GET', await file.one.first(world))
    const headers = await headersOf('GET', await file.one.ask(world))
    expect(headers.get('content-disposition')).toBe('attachment')
    expect(headers.get('content-type')).toBe('application/octet-stream')
  })

  test.each(cases)('$route, $outcome', async ({ route, one }: { route: string; one: Case }) => {
    if (one.first) await headersOf(methodOf(route), await one.first(world))
    const asked = await one.ask(world)
    checkHeaders(await headersOf(methodOf(route), asked), asked.path)
  })

  test.each(['/api/v1/nothing', '/api/rest/sm/v1/a/b', '/nothing', '/api/files', '/log/nothing'])(
    'nothing at %s',
    async (path) => checkHeaders(await headersOf('GET', { path }), path),
  )

  test('no secret is part of an address, but for a link to a file, which works once', () => {
    const secretive = /token|password|secret|code|verifier|key\b|ticket|session/i
    const parts = Object.keys(routeTable).flatMap((route) =>
      [...route.matchAll(/:(\w+)/g)].map(([, name = '']) => [route, name] as const),
    )
    const found = parts.filter(([, name]) => secretive.test(name)).map(([route]) => route)
    expect(found).toEqual(['GET /api/files/:ticket', 'DELETE /api/v1/sessions/:session_id'])
  })
})
