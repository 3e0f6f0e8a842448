import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer, type TestServer } from '../support/server.ts'
import { openBrowser, openWindow, picture, seriousFaults } from './support/browser.ts'
import { owner } from './support/people.ts'

/** A new server: from the setup code to the first look at the log, in the browser alone. */

let server: TestServer
let browser: Browser

beforeAll(async () => {
  server = await startServer()
  browser = await openBrowser()
})

afterAll(async () => {
  await browser.close()
  await server.stop()
})

test('the page takes nothing but what this server serves, and nothing without the nonce of the answer', async () => {
  const { page, context } = await openWindow(browser, server.url)
  const answer = await page.goto('/')
  const policy = answer?.headers()['content-security-policy'] ?? ''
  expect(policy).toMatch(
    /^default-src 'none'; script-src 'self'; style-src 'self' 'nonce-[\w+/=]{24}'; /,
  )
  expect(policy).not.toContain('unsafe')
  expect(answer?.headers()['cache-control']).toBe('no-store')
  const again = await page.goto('/')
  expect(again?.headers()['content-security-policy']).not.toBe(policy)
  await context.close()
})

test('what the first visit loads is small, compressed and kept for ever', async () => {
  const { page, context } = await openWindow(browser, server.url)
  const assets: { url: string; headers: Record<string, string> }[] = []
  page.on('response', (answer) => {
    if (answer.url().includes('/assets/'))
      assets.push({ url: answer.url(), headers: answer.headers() })
  })
  await page.goto('/')
  await page.getByLabel('Setup code').waitFor()
  await page.evaluate('document.fonts.ready.then(() => undefined)')
  const told = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .filter(({ name }) => name.includes('/assets/'))
      .map((entry) => (entry as PerformanceResourceTiming).encodedBodySize),
  )
  expect(told.reduce((sum, size) => sum + size, 0)).toBeLessThan(350_000)
  expect(assets.length).toBeGreaterThan(2)
  for (const { headers } of assets)
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable')
  await context.close()
})

test('what the page names weighs less than 350 kB with gzip, the font of Latin letters with it', async () => {
  const built = join(import.meta.dirname, '../../console/dist')
  const page = await readFile(join(built, 'index.html'), 'utf8')
  const named = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)]
  const files = named.map(([, file = '']) => `${file}.gz`)
  const all = await readdir(join(built, 'assets'))
  const font = all.find((file) => /^inter-latin-wght-normal.*\.woff2$/.test(file)) ?? ''
  const sizes = await Promise.all(
    [...files, `assets/${font}`].map(async (file) => (await stat(join(built, file))).size),
  )
  expect(files.length).toBeGreaterThan(1)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(350_000)
})

test('the setup code makes the first account, whose password the server never sees', async () => {
  const { page, context, troubles } = await openWindow(browser, server.url)
  const sent: string[] = []
  page.on('request', (request) => sent.push(request.postData() ?? ''))
  await page.goto('/')
  await page.getByLabel('Setup code').fill(server.setupCode?.code ?? '')
  await page.getByLabel('Organisation').fill('Example')
  await page.getByLabel('E-mail address').fill(owner.email)
  await page.getByLabel('Master password').fill(owner.password)
  await page.getByLabel('The same again').fill('something else')
  await page.getByText('The two are not the same.').waitFor()
  await picture(page, 'first-run')
  expect(await seriousFaults(page)).toEqual([])
  await page.getByLabel('The same again').fill(owner.password)
  await page.getByRole('button', { name: 'Make the account' }).click()

  await page.getByRole('navigation', { name: 'Screens' }).waitFor()
  expect(sent.join()).not.toContain(owner.password)
  const [cookie] = await context.cookies()
  expect(cookie).toMatchObject({
    name: '__Host-keepwatch',
    httpOnly: true,
    secure: true,
    sameSite: 'Strict',
  })
  expect(await page.evaluate('document.cookie')).toBe('')
  expect(troubles).toEqual([])
  await context.close()
})

test('a wrong password is said, and what was typed stays', async () => {
  const { page, context } = await openWindow(browser, server.url)
  await page.goto('/')
  await page.getByLabel('E-mail address').fill(owner.email)
  await page.getByLabel('Master password').fill('not the password')
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.getByRole('alert').getByText('Wrong e-mail address or password').waitFor()
  expect(await page.getByLabel('E-mail address').inputValue()).toBe(owner.email)
  await context.close()
})
