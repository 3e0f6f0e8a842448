import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { createFirstAccount } from '../src/client/account.ts'
import { connectApi } from '../src/client/api.ts'
import { chromiumPath } from '../test/support/chromium.ts'
import { median } from './clients.ts'
import { fillFolder } from './console/filled-folder.ts'
import { scroll, until } from './console/measure.ts'
import { given } from './given.ts'
import { startPinned } from './pinned.ts'
import { write } from './print.ts'

const isFull = process.argv.includes('--full')
/** `--events=50000` tries the bench itself. */
const tried = given('events')
const events = tried ? Number(tried) : isFull ? 10_000_000 : 1_000_000
const scrolled = Math.min(isFull ? 100_000 : 20_000, Math.floor(events * 0.9))
const rounds = 5

const person = { email: 'owner@example.com', password: 'a password for the bench' }

async function enter(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/settings`)
  await page.getByLabel('E-mail address').fill(person.email)
  await page.getByLabel('Master password').fill(person.password)
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.getByRole('heading', { name: 'Settings' }).waitFor()
}

const told = (values: readonly number[]) => Math.round(median(values))

const patience = { timeout: 900_000 }

/** Columns are made when somebody asks for the first time. */
async function firstQuestion(page: Page, url: string): Promise<number> {
  const seen = () => page.getByText(/^[\d,]{5,} events in \d+ ms$/).waitFor(patience)
  return Math.round(await until(() => page.goto(`${url}/events?q=last:30d`), seen))
}

/** A filter that was not asked before, each time; the first row and the count are what it waits for. */
async function filters(page: Page, url: string) {
  const [rows, counts]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    const q = `last:30d device:runner-${round}`
    await page.goto(`${url}/events?q=${encodeURIComponent('last:15m event:login')}`)
    await page.getByLabel('Search the events').fill(q)
    const row = page.getByRole('cell', { name: `runner-${round}`, exact: true }).first()
    const enterKey = () => page.getByLabel('Search the events').press('Enter')
    const began = performance.now()
    rows.push(await until(enterKey, () => row.waitFor()))
    await page.getByText(/^[\d,]{5,} events in \d+ ms$/).waitFor()
    await page
      .getByRole('img', { name: /^[\d,]{5,} events, a bar/ })
      .locator('canvas')
      .waitFor()
    counts.push(performance.now() - began)
  }
  return { rows: told(rows), counts: told(counts) }
}

/** From when an event has happened to when it stands in the list that follows. */
async function live(page: Page, url: string) {
  await page.goto(`${url}/events?q=${encodeURIComponent('last:1h event:vault_fetched')}&live=true`)
  await page.getByRole('button', { name: 'Live is on' }).waitFor()
  const took: number[] = []
  for (let round = 1; round <= rounds; round++) {
    const fetched = () => page.request.get(`${url}/api/v1/vault`)
    const seen = () => page.getByText(new RegExp(`^${round} new events?$`)).waitFor()
    took.push(await until(fetched, seen))
  }
  return told(took)
}

/** What a browser that takes gzip is sent when it comes for the first time, in kB; the font is among it. */
async function weight(browser: Browser, url: string): Promise<number> {
  const headers = { 'accept-encoding': 'gzip' }
  const context = await browser.newContext({ extraHTTPHeaders: headers })
  const page = await context.newPage()
  const sizes: Promise<number>[] = []
  page.on('response', (response) =>
    sizes.push(response.body().then(() => Number(response.headers()['content-length'] ?? 0))),
  )
  await page.goto(url)
  await page.getByLabel('Master password').waitFor()
  await page.waitForLoadState('networkidle')
  const all = await Promise.all(sizes)
  await context.close()
  return Math.round(all.reduce((sum, size) => sum + size, 0) / 1_000)
}

async function firstLoad(page: Page, url: string) {
  const took: number[] = []
  for (let round = 0; round < rounds; round++) {
    const seen = () => page.getByLabel('Master password').waitFor()
    took.push(await until(() => page.goto(url), seen))
  }
  return told(took)
}

async function measured(url: string): Promise<void> {
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: ['--no-sandbox', '--disable-gpu'],
  })
  const context = await browser.newContext({ ignoreHTTPSErrors: true })
  const page = await context.newPage()
  write(
    `first load, nothing in the browser's cache at first: ${await firstLoad(page, url)} ms (aim: under 1 s), ${await weight(browser, url)} kB with gzip (aim: under 350 kB)`,
  )
  await enter(page, url)
  write(`the projection is made by the first question: ${await firstQuestion(page, url)} ms`)
  const { rows, counts } = await filters(page, url)
  write(`first rows after a filter: ${rows} ms (aim: under 300 ms)`)
  write(`histogram and count after a filter: ${counts} ms (aim: under 500 ms)`)
  write(`a live row after the event: ${await live(page, url)} ms (aim: under 1 s)`)
  await page.goto(`${url}/events?q=last:30d&each=true`)
  await page.getByRole('row').nth(5).waitFor()
  const down = await scroll(page, scrolled)
  write(
    `scrolling ${down.rows.toLocaleString()} rows: longest task ${Math.round(down.longest)} ms, ${down.long} over 50 ms (aim: none)`,
  )
  await browser.close()
}

/** The console in a real Chromium, over the real server and a large log. Build it first: `npm run build:console`. */
export async function benchConsole(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'keepwatch-bench-'))
  const data = join(folder, 'data')
  const filled = Math.round(
    (await until(
      () => fillFolder(data, events),
      async () => {},
    )) / 1_000,
  )
  write(`${events.toLocaleString()} events are in the log after ${filled} s`)
  const flags = ['--data', data, '--listen', '127.0.0.1:0', '--tls', 'off']
  const server = await startPinned({ flags, cores: '0,1' })
  try {
    const setupCode = (await readFile(join(data, 'setup-code'), 'utf8')).trim()
    const account = { ...person, organisation: 'Bench', setupCode }
    await createFirstAccount(connectApi({ server: server.url }), account)
    await measured(server.url)
  } finally {
    await server.stop()
    await rm(folder, { recursive: true })
  }
}
