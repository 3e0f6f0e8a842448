import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWindow, picture, seriousFaults } from './support/browser.ts'
import { openConsole } from './support/console.ts'
import { logIn } from './support/people.ts'
import { watchedDevice } from './support/watched-device.ts'

/** Searching the log in a browser, while a device with the official SDK reads. */

const { server, owner, browser, window, page, stop } = await openConsole()
let device: Awaited<ReturnType<typeof watchedDevice>>

const rows = () => page.getByRole('table', { name: 'Events' }).getByRole('row')
const eventsAt = (q: string) => `/events?q=${encodeURIComponent(q)}`

beforeAll(async () => {
  device = await watchedDevice(server, owner, 'runner')
  await device.read()
  await page.goto('/events')
  await logIn(page)
  await rows().nth(1).waitFor()
})

afterAll(stop)

test('what a device just read stands in the list, with how many there are', async () => {
  await page.goto(eventsAt('last:1h device:runner event:app_client_access'))
  await rows().filter({ hasText: 'Secrets read by a client device' }).first().waitFor()
  await page.getByText(/^\d events? in \d+ ms$/).waitFor()
  await page.getByRole('img', { name: /events, a bar for each hour/ }).waitFor()
})

test('a question is written as everywhere else, completed on the way, and stands in the address', async () => {
  await page.goto(eventsAt('last:1h'))
  const bar = page.getByLabel('Search the events')
  await page.keyboard.press('/')
  await bar.fill('last:1h event:app_client_acc')
  await page.getByRole('option', { name: /event:app_client_access / }).click()
  await bar.press('Enter')
  await page
    .getByRole('list', { name: 'Conditions' })
    .getByText('event:app_client_access')
    .waitFor()
  await rows().filter({ hasText: 'runner' }).first().waitFor()
  expect(new URL(page.url()).searchParams.get('q')).toBe('last:1h event:app_client_access')
  await page.reload()
  await rows().filter({ hasText: 'runner' }).first().waitFor()
})

test('a condition is turned round and taken away with a click', async () => {
  await page.goto(eventsAt('last:1h device:runner'))
  await page.getByTitle('Asked for: click to exclude it').click()
  await page.waitForURL((url) => url.searchParams.get('q') === 'last:1h -device:runner')
  await page.getByRole('button', { name: 'Remove -device:runner' }).click()
  await page.waitForURL((url) => url.searchParams.get('q') === 'last:1h')
})

test('a question becomes a report and an alert, by a click and by a key', async () => {
  await page.goto(eventsAt('last:1h device:runner'))
  await rows().nth(1).waitFor()
  await page.getByRole('link', { name: 'As report' }).click()
  await page.getByRole('heading', { name: 'New report' }).waitFor()
  await page.getByRole('button', { name: 'Syslog' }).waitFor()
  await page.goBack()
  await rows().nth(1).waitFor()
  await page.keyboard.press('a')
  await page.waitForURL((url) => url.pathname === '/alerts/new')
  expect(new URL(page.url()).searchParams.get('q')).toBe('device:runner')
})

test('a mistake in a question is shown at its place, in the words of the server', async () => {
  await page.goto(eventsAt('last:1h devcie:runner'))
  const alert = page.getByRole('alert')
  await alert.getByText('"devcie" is not a field: did you mean device?').waitFor()
  expect(await alert.locator('mark').textContent()).toBe('devcie:runner')
})

test('where nothing is found the screen says so, and which way leads on', async () => {
  await page.goto(eventsAt('last:1h device:nobody'))
  await page.getByRole('heading', { name: 'No event fits' }).waitFor()
  await page.getByRole('button', { name: 'Everything of the last 30 days' }).click()
  await rows().nth(1).waitFor()
})

test('an event has an address of its own, and its proof is checked in the browser', async () => {
  await page.goto(eventsAt('last:1h event:app_client_access'))
  await rows().nth(1).waitFor()
  await page.keyboard.press('j')
  const sheet = page.getByRole('complementary')
  await sheet.getByText('Proved in this browser').waitFor()
  await sheet.getByText(/leads? from place/).waitFor()
  await picture(page, 'event')
  expect(await seriousFaults(page)).toEqual([])
  const address = page.url()
  await page.goto('about:blank')
  await page.goto(address)
  await sheet.getByText('Proved in this browser').waitFor()
  await sheet.getByRole('button', { name: '± 5 minutes' }).click()
  await page.waitForURL((url) => url.searchParams.get('q')?.startsWith('time:') ?? false)
  await rows().nth(1).waitFor()
})

test('an event that was changed on its way is not believed', async () => {
  await page.route('**/events/proofs', async (route) => {
    const answer = await route.fetch()
    const text = (await answer.text()).replaceAll('"device_name":"runner"', '"device_name":"other"')
    await route.fulfill({ response: answer, body: text })
  })
  await page.goto(eventsAt('last:1h event:app_client_access'))
  await rows().nth(1).waitFor()
  await page.keyboard.press('j')
  await page.getByText('The proof does not hold').waitFor()
  await page.getByText('the event is not the one in the log').waitFor()
  await page.unroute('**/events/proofs')
})

test('what polls is one line, which shows each read when it is opened', async () => {
  for (let at = 0; at < 3; at++) await device.read()
  await page.goto(eventsAt('last:1h event:app_client_access outcome:success'))
  const run = page.getByRole('button', { name: /^\d×$/ }).first()
  await run.click()
  const before = await rows().count()
  expect(before).toBeGreaterThan(4)
  await run.click()
  await expect.poll(() => rows().count()).toBeLessThan(before)
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByLabel('Every read by itself').check()
  await run.waitFor({ state: 'detached' })
  await page.waitForURL((url) => url.searchParams.get('each') === 'true')
})

test('columns are chosen, and stand in the address', async () => {
  await page.goto(eventsAt('last:1h event:app_client_access'))
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByLabel('Client', { exact: true }).uncheck()
  await page.getByLabel('Application', { exact: true }).check()
  await page.getByRole('columnheader', { name: 'Application' }).waitFor()
  expect(await page.getByRole('columnheader', { name: 'Client' }).count()).toBe(0)
  const address = page.url()
  expect(new URL(address).searchParams.get('cols')).toBe(
    'time,who,what,remote_address,outcome,app_uid',
  )
  await page.goto('about:blank')
  await page.goto(address)
  await rows().getByText(device.app_uid).first().waitFor()
})

test('an event stands there as receivers get it, and where it was delivered', async () => {
  await owner.ask('siem', 'add', 'archive', '--kind', 'file', '--set', 'file=events.ndjson')
  await device.read()
  await page.goto(eventsAt('last:1h event:app_client_access'))
  await rows().nth(1).waitFor()
  await page.keyboard.press('j')
  const sheet = page.getByRole('complementary')
  await sheet.getByRole('tab', { name: 'CEF' }).click()
  await sheet.getByText(/^CEF:0\|Keepwatch\|/).waitFor()
  await sheet.getByRole('tab', { name: 'OCSF' }).click()
  await sheet.getByText('"class_uid": 6003').waitFor()
  await page.waitForURL((url) => url.searchParams.get('view') === 'ocsf')
  await sheet.getByRole('tab', { name: 'Delivered' }).click()
  await sheet.getByRole('link', { name: 'archive' }).waitFor()
  expect(await seriousFaults(page)).toEqual([])
  await picture(page, 'event-delivered')
})

test('live, a read stands in the list without asking again', async () => {
  await page.goto(eventsAt('last:1h event:app_client_access'))
  await rows().nth(1).waitFor()
  const begins = page.waitForResponse((answer) => answer.url().includes('/events/stream'))
  await page.getByRole('button', { name: 'Live' }).click()
  await page.waitForURL((url) => url.searchParams.get('live') === 'true')
  await begins
  await device.read()
  await page.getByText(/^\d new events?$/).waitFor()
})

test('live where nothing fits begins at the end of the log, however long that is', async () => {
  const size = (await server.events()).length
  await page.goto(eventsAt('last:1h device:nobody'))
  await page.getByRole('heading', { name: 'No event fits' }).waitFor()
  const begins = page.waitForRequest((request) => request.url().includes('/events/stream'))
  await page.getByRole('button', { name: 'Live' }).click()
  expect(Number((await begins).headers()['last-event-id'])).toBeGreaterThanOrEqual(size - 1)
})

test.each(['light', 'dark'] as const)(
  'in %s there is no serious fault for people who need help to read',
  async (scheme) => {
    await page.emulateMedia({ colorScheme: scheme })
    await page.goto(eventsAt('last:24h'))
    await rows().nth(5).waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await picture(page, `events-${scheme}`)
  },
)

test('a session that ends leaves the screen as it is, and goes on after the password', async () => {
  await page.emulateMedia({ colorScheme: 'light' })
  await page.goto(eventsAt('last:1h device:runner'))
  await rows().nth(1).waitFor()
  await window.context.clearCookies()
  const bar = page.getByLabel('Search the events')
  await bar.fill('last:1h event:login')
  await bar.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' })
  await dialog.waitFor()
  await picture(page, 'session-ended')
  await dialog.getByLabel('Master password').fill('the password of owner@example.com')
  await dialog.getByRole('button', { name: 'Log in' }).click()
  await rows().filter({ hasText: 'Logged in' }).first().waitFor()
  expect(new URL(page.url()).searchParams.get('q')).toBe('last:1h event:login')
})

test('a server that does not answer is said in a sentence, and asked again', async () => {
  await page.route('**/api/v1/events?**', (route) => route.abort())
  await page.goto(eventsAt('last:1h severity:info'))
  await page.getByRole('alert').getByText('The server does not answer.').waitFor()
  await page.unroute('**/api/v1/events?**')
  await page.getByRole('button', { name: 'Try again' }).click()
  await rows().nth(1).waitFor()
})

test('times are the person’s own, and UTC for whoever points at them', async () => {
  const tokyo = await openWindow(browser, server.url, { timezoneId: 'Asia/Tokyo' })
  await tokyo.page.goto(eventsAt('last:1h event:app_client_connected'))
  await logIn(tokyo.page)
  const time = tokyo.page.getByRole('table', { name: 'Events' }).locator('time').first()
  const [shown, utc, at] = await Promise.all([
    time.textContent(),
    time.getAttribute('title'),
    time.getAttribute('datetime'),
  ])
  const there = new Date(at ?? '').toLocaleTimeString('en-GB', { timeZone: 'Asia/Tokyo' })
  expect(shown).toContain(there)
  expect(utc).toBe(at?.replace('T', ' ').replace('Z', ' UTC'))
  await tokyo.context.close()
})

test('on a phone the list fits the screen', async () => {
  const phone = await openWindow(browser, server.url, { width: 390 })
  await phone.page.goto('/events')
  await logIn(phone.page)
  await phone.page.getByRole('table', { name: 'Events' }).getByRole('row').nth(3).waitFor()
  const width = await phone.page.evaluate('document.documentElement.scrollWidth')
  expect(width).toBeLessThanOrEqual(390)
  await picture(phone.page, 'events-phone')
  await phone.context.close()
})

test('logging out leads to the door, and back to the same question', async () => {
  await page.goto(eventsAt('last:1h event:login'))
  await page.getByRole('button', { name: 'Log out' }).click()
  await page.getByRole('heading', { name: 'Log in' }).waitFor()
  await logIn(page)
  await rows().filter({ hasText: 'Logged in' }).first().waitFor()
})

test('nothing of this made the browser complain, or ask another host', () => {
  expect(window.troubles).toEqual([])
})
