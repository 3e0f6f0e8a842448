import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Env, Request } from '../env.ts'
import { answerError } from '../errors.ts'
import type { Services } from '../services.ts'
import { consoleFiles, consolePageFor } from './console.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keepwatch-console-'))
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'index.html'), '<meta name="style-nonce" content="STYLE_NONCE">')
  await writeFile(join(folder, 'assets/main-1.js'), 'let a')
  await writeFile(join(folder, 'assets/main-1.js.gz'), gzipSync('let a'))
  await writeFile(join(folder, 'secret.js'), 'not an asset')
})

afterAll(() => rm(folder, { recursive: true }))

const appOver = (consoleFolder: string) =>
  new Hono<Env>()
    .use(async (c, next) => {
      c.set('services', { consoleFolder } as Services)
      await next()
    })
    .route('/', consoleFiles)
    .notFound((c) => consolePageFor(c as unknown as Request) ?? c.json({ error: 'not-found' }, 404))
    .onError(answerError)

const page = { accept: 'text/html,*/*' }

test('where no console was built, one sentence says how to', async () => {
  const answer = await appOver(join(folder, 'nowhere')).request('/')
  expect([answer.status, await answer.text()]).toEqual([
    503,
    'The console is not built: run `npm run build:console` in the checkout, then reload this page.\n',
  ])
})

test('a nonce is good for one answer', async () => {
  const nonces: (string | undefined)[] = []
  for (const _ of ['first', 'second']) {
    const answer = await appOver(folder).request('/')
    const nonce = /content="([\w+/=]+)"/.exec(await answer.text())?.[1]
    expect(answer.headers.get('content-security-policy')).toContain(`'nonce-${nonce}'`)
    nonces.push(nonce)
  }
  expect(nonces[0]).not.toBe(nonces[1])
})

test('a link to a screen is answered with the page, for browsers only', async () => {
  const app = appOver(folder)
  expect((await app.request('/events/1042', { headers: page })).status).toBe(200)
  expect((await app.request('/events/1042')).status).toBe(404)
  expect((await app.request('/events/1042', { method: 'POST', headers: page })).status).toBe(404)
})

test('what does not exist in the API or the log is never a page', async () => {
  for (const path of ['/api/v1/none', '/log/none', '/assets/none.js'])
    expect((await appOver(folder).request(path, { headers: page })).status, path).toBe(404)
})

test('files come as the build compressed them, to whoever can read that', async () => {
  const app = appOver(folder)
  const packed = await app.request('/assets/main-1.js', { headers: { 'accept-encoding': 'gzip' } })
  expect(packed.headers.get('content-encoding')).toBe('gzip')
  const plain = await app.request('/assets/main-1.js')
  expect([plain.headers.get('content-encoding'), await plain.text()]).toEqual([null, 'let a'])
})

test.each([
  '/assets/..%2fsecret.js',
  '/assets/%2e%2e/secret.js',
  '/assets/main-1.js.gz',
  '/assets/.js',
])('%s is no file of the console', async (path) => {
  const answer = await appOver(folder).request(path)
  expect(answer.status).toBe(404)
})
