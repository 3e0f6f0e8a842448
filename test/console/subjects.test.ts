import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWindow, picture, seriousFaults } from './support/browser.ts'
import { openConsole } from './support/console.ts'
import { logIn } from './support/people.ts'
import { watchedDevice } from './support/watched-device.ts'

/** The pages about one device, person, secret and address: what it did, with whom, since when; and the ways to them. */

const { server, owner, browser, window, page, stop } = await openConsole()
const reads = 3
let [device, record] = ['', '']

beforeAll(async () => {
  const runner = await watchedDevice(server, owner, 'runner')
  for (let at = 0; at < reads; at++) await runner.read()
  record = runner.record_uid
  const [added] = await owner.ask<{ device_uid: string }[]>(
    ...['sm', 'client', 'list', '--app', runner.app_uid],
  )
  device = added?.device_uid ?? ''
  await page.goto('/vault')
  await logIn(page)
  await page.getByRole('link', { name: 'Database' }).waitFor()
})

afterAll(stop)

const tile = (label: string) =>
  page.getByRole('main').getByRole('listitem').filter({ hasText: label })

test('an event leads to the page of its device, which says what it did and which secrets it got', async () => {
  await page.getByRole('link', { name: 'Events' }).click()
  await page.getByLabel('Search the events').fill('last:24h event:app_client_access')
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: 'Secrets read by a client device' }).first().click()
  await page.getByRole('link', { name: device }).click()
  await page.getByRole('heading', { name: 'runner' }).waitFor()
  const count = (await server.events()).filter((event) => event['device_uid'] === device).length
  await tile('Events').getByText(String(count), { exact: true }).waitFor()
  await tile('First seen')
    .getByText(/ago|just now/)
    .waitFor()
  const row = page.getByRole('region', { name: 'Secret' }).getByRole('row').nth(1)
  await row.getByRole('link', { name: 'Database' }).waitFor()
  expect(await row.textContent()).toMatch(/still in use/)
  await page.getByRole('table').filter({ hasText: 'Mon' }).waitFor()
})

test('the secret’s page says who got it; its number of events is a link with the filter', async () => {
  const row = page.getByRole('region', { name: 'Secret' }).getByRole('row').nth(1)
  await row.getByRole('link', { name: 'Database' }).click()
  await page.getByRole('heading', { name: 'Database', level: 1 }).waitFor()
  expect(new URL(page.url()).pathname).toBe(`/secrets/${record}`)
  const reader = page.getByRole('region', { name: 'Reader' }).getByRole('row')
  await reader.filter({ hasText: 'runner' }).waitFor()
  await tile('Events').getByRole('link').click()
  await page.waitForURL((url) => url.searchParams.get('q') === `last:30d item:${record}`)
})

test('a pasted UID, an e-mail address and an address lead to their pages', async () => {
  const ways = {
    [device]: ['Device', '/devices/'],
    'owner@example.com': ['The person', '/people/'],
    '127.0.0.1': ['The address', '/addresses/'],
  } as const
  for (const [text, [about, path]] of Object.entries(ways)) {
    await page.keyboard.press('Control+k')
    await page.getByRole('textbox', { name: 'Go to' }).fill(text)
    await page.getByRole('option', { name: `${text} ${about}` }).click()
    await page.waitForURL(
      (url) =>
        url.pathname === `${path}${encodeURIComponent(text)}` || url.pathname === path + text,
    )
    await page.getByRole('heading', { name: 'When in the week' }).waitFor()
  }
})

test('a report leads to them, and the time is in the address', async () => {
  await page.goto('/reports/access-by-device')
  await page.getByRole('cell', { name: 'runner' }).getByRole('link').click()
  await page.getByRole('heading', { name: 'runner' }).waitFor()
  await page.getByText('7d', { exact: true }).click()
  await page.waitForURL((url) => url.searchParams.get('time') === '7d')
})

test.each(['light', 'dark'] as const)(
  'in %s, at 200 % and on a phone they have no serious fault, and are not scrolled sideways',
  async (scheme) => {
    const cookies = await window.context.cookies()
    for (const [width, zoom] of [
      [720, 2],
      [390, 1],
    ] as const) {
      const other = await openWindow(browser, server.url, { scheme, width, zoom })
      await other.context.addCookies(cookies)
      await other.page.addInitScript(() => localStorage.setItem('keepwatch.logged-in', '1'))
      const paths = [`devices/${device}`, 'people/owner@example.com', `secrets/${record}`]
      for (const path of [...paths, 'addresses/127.0.0.1']) {
        await other.page.goto(`/${path}`)
        await other.page.getByText('In the events').waitFor()
        await other.page.waitForLoadState('networkidle')
        expect(await seriousFaults(other.page), path).toEqual([])
        const wide = await other.page.evaluate('document.documentElement.scrollWidth')
        expect(wide, path).toBeLessThanOrEqual(width)
        await picture(other.page, `subject-${path.split('/')[0]}-${scheme}-${width}`)
      }
      await other.context.close()
    }
  },
)

test('nothing of this made the browser complain, or ask another host', () => {
  expect(window.troubles).toEqual([])
})
