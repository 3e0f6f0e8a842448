import { createHash, X509Certificate } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { stripTypeScriptTypes } from 'node:module'
import type { AddressInfo } from 'node:net'
import { basename, join } from 'node:path'
import { connect } from 'node:tls'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { chromiumPath } from '../../support/chromium.ts'
import type { JavaScriptDevice } from '../drivers/javascript-deeds.ts'
import { asks, type Device, type Place } from './client.ts'

/** The browser build of the JavaScript SDK, in a page of another origin than the server. */

const deeds = join(import.meta.dirname, '../drivers/javascript-deeds.ts')

/** What the page runs: the SDK as it was published, with its configuration where browsers keep such things. */
const main = `import * as sdk from './sdk.js'
import { javascriptDevice } from './deeds.js'

const bytesOf = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0))
const textOf = (bytes) => btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join(''))
let device

globalThis.deeds = {
  async open({ token, hostname, serverPublicKey, serverPublicKeyId }) {
    const storage = sdk.localConfigStorage('ksm-config', true)
    if (token) await sdk.initializeStorage(storage, token, hostname)
    device = javascriptDevice(sdk, token ? { storage, serverPublicKey, serverPublicKeyId } : { storage })
  },
  ask: (name, wanted) => device[name](wanted),
  upload: ({ data, ...wanted }) => device.upload({ ...wanted, data: bytesOf(data) }),
  download: async (wanted) => textOf(await device.download(wanted)),
}
`

/** Serves the page; its origin stays the same, so that a browser that is started again finds what it kept. */
export async function servePage(sdk: string): Promise<{ url: string; close(): void }> {
  const files: Readonly<Record<string, readonly [type: string, text: string]>> = {
    '/': ['text/html', '<!doctype html><script type="module" src="main.js"></script>'],
    '/main.js': ['text/javascript', main],
    '/sdk.js': ['text/javascript', readFileSync(sdk, 'utf8')],
    '/deeds.js': ['text/javascript', stripTypeScriptTypes(readFileSync(deeds, 'utf8'))],
  }
  const server = createServer(({ url = '' }, response) => {
    const [type, text] = files[url] ?? ['text/plain', '']
    response.writeHead(files[url] ? 200 : 404, { 'content-type': type }).end(text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() }
}

/** Chromium has no flag for a certificate authority; it can be told the key that a server may have. */
async function keyOf(hostname: string, caFile: string): Promise<string> {
  const { port } = new URL(`https://${hostname}`)
  const socket = connect({ host: 'localhost', port: Number(port), ca: readFileSync(caFile) })
  await new Promise((resolve, reject) => {
    socket.once('secureConnect', resolve).once('error', reject)
  })
  const { raw } = socket.getPeerCertificate()
  socket.destroy()
  const key = new X509Certificate(raw).publicKey.export({ type: 'spki', format: 'der' })
  return createHash('sha256').update(key).digest('base64')
}

async function startBrowser({ folder, hostname, caFile }: Place): Promise<BrowserContext> {
  const key = await keyOf(hostname, caFile)
  return chromium.launchPersistentContext(join(folder, 'profile'), {
    executablePath: chromiumPath(),
    chromiumSandbox: false,
    args: [`--ignore-certificate-errors-spki-list=${key}`],
  })
}

/** What `main` puts there. */
type Deed = 'open' | 'ask' | 'upload' | 'download'
type InPage = Readonly<Record<Deed, (...given: readonly unknown[]) => Promise<unknown>>>

/** Does something in the page; fails with what the SDK said. */
async function inPage(page: Page, deed: Deed, ...given: readonly unknown[]) {
  const answer = await page.evaluate(
    async ([deed, given]) => {
      const { deeds } = globalThis as unknown as { deeds: InPage }
      return Promise.resolve()
        .then(() => deeds[deed](...given))
        .then(
          (ok) => ({ ok, error: undefined }),
          (error) => ({ ok: undefined, error: String(error?.message ?? error) }),
        )
    },
    [deed, given] as const,
  )
  if (answer.error !== undefined) throw new Error(answer.error)
  return answer.ok
}

/** A browser with a profile of its own: the configuration of an earlier one is in it. */
export async function openBrowser(url: string, place: Place): Promise<Device> {
  const browser = await startBrowser(place)
  try {
    const page = await browser.newPage()
    await page.goto(url)
    await page.waitForFunction('globalThis.deeds')
    await inPage(page, 'open', place)
    const asked = asks.map((name) => [
      name,
      (wanted: Parameters<JavaScriptDevice[typeof name]>[0]) => inPage(page, 'ask', name, wanted),
    ])
    const files: Pick<Device, 'upload' | 'download'> = {
      upload: ({ record, file }) =>
        inPage(page, 'upload', {
          ...{ record, name: basename(file) },
          data: readFileSync(file, 'base64'),
        }),
      async download({ into, ...wanted }) {
        writeFileSync(into, Buffer.from(String(await inPage(page, 'download', wanted)), 'base64'))
      },
    }
    return { ...Object.fromEntries(asked), ...files, stop: () => browser.close() }
  } catch (error) {
    await browser.close()
    throw error
  }
}
