import { createHash } from 'node:crypto'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CommandLine, commandLine } from '../support/keepwatch.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** What a server sends to browsers is held against what the build has published. */

const built = join(import.meta.dirname, '../../console/dist')
let server: TestServer
let anybody: CommandLine
let liar: Server
let folder: string
/** What the liar puts in the place of a file. */
const lies = new Map<string, string>()

beforeAll(async () => {
  server = await startServer({ flags: { tls: 'off' } })
  anybody = await commandLine(server, 'nobody@example.com')
  folder = await mkdtemp(join(tmpdir(), 'keepwatch-hashes-'))
  // Between the command and the server, as whoever holds the server could be.
  liar = createServer(async (request, response) => {
    const lie = lies.get(request.url ?? '')
    const honest = await fetch(`${server.url}${request.url}`, { headers: { accept: 'text/html' } })
    const policy = honest.headers.get('content-security-policy')
    response.writeHead(honest.status, policy ? { 'content-security-policy': policy } : {})
    response.end(lie ?? Buffer.from(await honest.arrayBuffer()))
  })
  await new Promise<void>((listening) => liar.listen(0, '127.0.0.1', listening))
})
afterAll(async () => {
  await new Promise((closed) => liar.close(closed))
  await anybody.remove()
  await server.stop()
  await rm(folder, { recursive: true })
})

const liarUrl = () => `http://127.0.0.1:${(liar.address() as AddressInfo).port}`

const published = async () =>
  (
    JSON.parse(await readFile(join(built, 'hashes.json'), 'utf8')) as {
      files: Record<string, string>
    }
  ).files

test('the build says the hash of each file that browsers get', async () => {
  const files = await published()
  expect(Object.keys(files)).toContain('index.html')
  expect(Object.keys(files).filter((name) => /^assets\/.*\.js$/.test(name)).length).toBeGreaterThan(
    0,
  )
  for (const [name, hash] of Object.entries(files))
    expect(
      createHash('sha256')
        .update(await readFile(join(built, name)))
        .digest('hex'),
    ).toBe(hash)
})

test('the console of an honest server is the one that was published', async () => {
  const verified = await anybody.ask('verify', '--console', server.url)
  expect(verified).toMatchObject({ verified: true, files: Object.keys(await published()).length })
})

test('another program, and a page with one script more, are named, with exit code 4', async () => {
  const script = Object.keys(await published()).find((name) => name.endsWith('.js')) ?? ''
  lies.set(`/${script}`, 'steal()')
  const changed = await anybody.keepwatch('verify', '--console', liarUrl())
  expect(changed).toMatchObject({
    code: 4,
    stderr: expect.stringContaining(`${script} is another file`),
  })
  lies.clear()
  lies.set('/', '<script src="/assets/more.js"></script>')
  const page = await anybody.keepwatch('verify', '--console', liarUrl())
  expect(page).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('index.html is another file'),
  })
  lies.clear()
  expect((await anybody.keepwatch('verify', '--console', liarUrl())).code).toBe(0)
})

test('hashes from elsewhere count instead of one’s own', async () => {
  const file = join(folder, 'hashes.json')
  await cp(join(built, 'hashes.json'), file)
  const args = ['verify', '--console', server.url, '--hashes', file]
  expect((await anybody.keepwatch(...args)).code).toBe(0)
  const files = { ...(await published()), 'assets/gone.js': '0'.repeat(64) }
  await writeFile(file, JSON.stringify({ files }))
  const missing = await anybody.keepwatch(...args)
  expect(missing).toMatchObject({ code: 4, stderr: expect.stringContaining('gone.js is missing') })
  await writeFile(file, 'no hashes')
  expect((await anybody.keepwatch(...args)).code).toBe(2)
})
