import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { Hono } from 'hono'
import { notFound } from '../../kernel/errors.ts'
import type { Env, Request } from '../env.ts'

/** Takes nothing but what the server itself serves: no inline script, no style without this answer's nonce, no other host. */
const policy = (nonce: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

const notBuilt =
  'The console is not built: run `npm run build:console` in the checkout, then reload this page.'

const pageOf = (folder: string): Promise<string | undefined> =>
  readFile(join(folder, 'index.html'), 'utf8').catch(() => undefined)

/** Every screen has the same page; the screen itself is in the address, which the browser reads. */
export async function consolePage(c: Request): Promise<Response> {
  const page = await pageOf(c.get('services').consoleFolder)
  c.header('cache-control', 'no-store')
  if (page === undefined) return c.text(`${notBuilt}\n`, 503)
  const nonce = randomBytes(16).toString('base64')
  c.header('content-security-policy', policy(nonce))
  return c.html(page.replace('STYLE_NONCE', nonce))
}

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

const assetName = /^[\w-]+(\.[\w-]+)*\.\w+$/

/** How the build may have compressed a file, best first. */
const encodings = [
  { name: 'br', ending: '.br' },
  { name: 'gzip', ending: '.gz' },
] as const

async function smallest(path: string, accepted: string) {
  const known = encodings.filter(({ name }) => accepted.includes(name))
  for (const { name, ending } of known) {
    const bytes = await readFile(`${path}${ending}`).catch(() => undefined)
    if (bytes) return { bytes, encoding: name }
  }
  const bytes = await readFile(path).catch(() => undefined)
  return bytes && { bytes, encoding: undefined }
}

const isWanted = (c: Request) =>
  c.req.method === 'GET' &&
  !/^\/(api|log|assets)\//.test(c.req.path) &&
  (c.req.header('accept') ?? '').includes('text/html')

/** The console for a browser that asks for a page which only the console knows; undefined for everybody else. */
export const consolePageFor = (c: Request): Promise<Response> | undefined =>
  isWanted(c) ? consolePage(c) : undefined

/** The console: its page, and the files that the build made, which have their hash in their name and never change. */
export const consoleFiles = new Hono<Env>()
  .get('/', consolePage)
  .get('/assets/:name', async (c) => {
    const name = c.req.param('name')
    const type = types[extname(name)]
    const path = join(c.get('services').consoleFolder, 'assets', name)
    const found =
      type && assetName.test(name) && (await smallest(path, c.req.header('accept-encoding') ?? ''))
    if (!found) throw notFound(`there is nothing at ${c.req.path}`)
    c.header('content-type', type)
    c.header('vary', 'accept-encoding')
    c.header('cache-control', 'public, max-age=31536000, immutable')
    if (found.encoding) c.header('content-encoding', found.encoding)
    return c.body(Uint8Array.from(found.bytes).buffer)
  })
