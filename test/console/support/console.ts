import type { Browser } from 'playwright-core'
import { ownerOf } from '../../support/keepwatch.ts'
import { type ServerOptions, startServer } from '../../support/server.ts'
import { openBrowser, openWindow } from './browser.ts'

/** A server with an owner, and a browser with one window, which nobody has logged in to yet. */
export async function openConsole(options: ServerOptions = {}) {
  const server = await startServer(options)
  const owner = await ownerOf(server)
  const browser: Browser = await openBrowser()
  const window = await openWindow(browser, server.url)
  return {
    server,
    owner,
    browser,
    window,
    page: window.page,
    async stop() {
      await browser.close()
      await owner.remove()
      await server.stop()
    },
  }
}
