import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import axe from 'axe-core'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { chromiumPath } from '../../support/chromium.ts'

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox', '--disable-gpu'] })

/** A window, and what went wrong in it: whatever the page prints as an error, throws, or asks of another host. */
export type Window = {
  readonly page: Page
  readonly context: BrowserContext
  readonly troubles: readonly string[]
}

type Options = {
  readonly scheme?: 'light' | 'dark'
  readonly timezoneId?: string
  readonly width?: number
  /** Pixels of the screen for one of the page. */
  readonly zoom?: number
}

export async function openWindow(
  browser: Browser,
  url: string,
  { scheme = 'light', timezoneId = 'UTC', width = 1_440, zoom = 1 }: Options = {},
): Promise<Window> {
  const context = await browser.newContext({
    baseURL: url,
    ignoreHTTPSErrors: true,
    colorScheme: scheme,
    // So that nothing is looked at while it still moves.
    reducedMotion: 'reduce',
    timezoneId,
    viewport: { width, height: 900 },
    deviceScaleFactor: zoom,
  })
  // Several browsers share the machine with their servers.
  context.setDefaultTimeout(30_000)
  const troubles: string[] = []
  const page = await context.newPage()
  page.on('pageerror', (error) => troubles.push(String(error)))
  page.on('console', (message) => {
    const text = message.text()
    // A refusal is what some tests are about; the screen must say it, and that is looked at there.
    if (message.type() === 'error' && !text.startsWith('Failed to load resource'))
      troubles.push(text)
  })
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== url && !request.url().startsWith('blob:'))
      troubles.push(`asks another host: ${request.url()}`)
  })
  return { page, context, troubles }
}

type Violation = {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly html: string }[]
}

const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** What of WCAG 2.2 AA a screen breaks seriously, as axe finds it. */
export async function seriousFaults(page: Page): Promise<readonly string[]> {
  const isolated = await page.context().newCDPSession(page)
  const { frameTree } = await isolated.send('Page.getFrameTree')
  const { executionContextId: contextId } = await isolated.send('Page.createIsolatedWorld', {
    frameId: frameTree.frame.id,
  })
  const expression = `${axe.source};axe.run({ runOnly: ${JSON.stringify(wcag)}, resultTypes: ['violations'] })
    .then(({ violations }) => JSON.stringify(violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(({ html }) => ({ html })) }))))`
  const { result } = await isolated.send('Runtime.evaluate', {
    expression,
    contextId,
    awaitPromise: true,
    returnByValue: true,
  })
  const violations = JSON.parse(String(result.value)) as readonly Violation[]
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
}

const pictures = join(import.meta.dirname, '../../../test-results/console')

/** Keeps a picture of the screen, to be looked at. */
export async function picture(page: Page, name: string): Promise<void> {
  await mkdir(pictures, { recursive: true })
  await page.screenshot({ path: join(pictures, `${name}.png`) })
}
