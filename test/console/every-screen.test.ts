import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWindow, picture, seriousFaults } from './support/browser.ts'
import { openConsole } from './support/console.ts'
import { logIn } from './support/people.ts'
import { watchedDevice } from './support/watched-device.ts'

/** What holds on every screen: it can be read by everybody, reached by keyboard, and says what is wrong. */

const { server, owner, browser, window, page, stop } = await openConsole({
  flags: { allowPrivateTargets: '127.0.0.1/32' },
})

/** Each screen, and a text that stands there when it has everything. */
const screens: Readonly<Record<string, string>> = {
  '/': 'Busiest devices',
  '/events': 'Logged in',
  '/events/0': 'Proved in this browser',
  '/reports': 'Ready-made',
  '/reports/access-by-device': 'runner',
  '/reports/new': 'app_client_access',
  '/exposure?device=runner': 'to be changed',
  '/reports/review?report=new-edges': 'lines decided',
  '/devices/runner': 'still in use',
  '/alerts': 'Denied often',
  '/alerts/1': 'No message was sent yet',
  '/alerts/new': 'would have come true',
  '/vault': 'Your vault is locked',
  '/applications': 'Your vault is locked',
  '/destinations': 'has everything',
  '/destinations/archive': 'has everything',
  '/destinations/new?kind=file': 'As it will arrive',
  '/integrity': 'events, signed',
  '/settings': 'Invite somebody',
  '/teams': 'Your vault is locked',
}

beforeAll(async () => {
  const device = await watchedDevice(server, owner, 'runner')
  await device.read()
  const denied = ['--filter', 'outcome:denied', '--name', 'Denied often']
  await owner.ask('audit-alert', 'add', ...denied)
  await owner.ask('siem', 'add', 'archive', '--kind', 'file', '--set', 'file=events.ndjson')
  await page.goto('/settings')
  await logIn(page)
  await page.getByRole('heading', { name: 'Settings' }).waitFor()
})

afterAll(stop)

const paths = Object.keys(screens)

// A window of half the size with twice the pixels is what a browser shows at 200 %.
test.each(['light', 'dark'] as const)(
  'in %s, at 200 %, no screen has a serious fault, and none has to be scrolled sideways',
  async (scheme) => {
    const cookies = await window.context.cookies()
    const zoomed = await openWindow(browser, server.url, { scheme, width: 720, zoom: 2 })
    await zoomed.context.addCookies(cookies)
    await zoomed.page.addInitScript(() => localStorage.setItem('keepwatch.logged-in', '1'))
    for (const path of paths) {
      await zoomed.page.goto(path)
      await zoomed.page
        .getByText(screens[path] ?? '')
        .first()
        .waitFor()
      expect(await seriousFaults(zoomed.page), path).toEqual([])
      const width = await zoomed.page.evaluate('document.documentElement.scrollWidth')
      expect(width, path).toBeLessThanOrEqual(720)
      await picture(zoomed.page, `zoomed-${scheme}${path.replaceAll(/\W+/g, '-')}`)
    }
    await zoomed.context.close()
  },
  120_000,
)

test('every screen is two keys away, and a key shows which', async () => {
  await page.goto('/settings')
  await page.getByRole('heading', { name: 'Settings' }).waitFor()
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keys' }).getByText('Destinations').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'detached' })
  await page.keyboard.press('g')
  await page.keyboard.press('a')
  await page.getByRole('link', { name: 'Denied often' }).waitFor()
  await page.keyboard.press('g')
  await page.keyboard.press('i')
  await page.getByRole('heading', { name: 'Integrity' }).waitFor()
})

test('by keyboard alone one comes past the screens to the content, and everything shows where one is', async () => {
  await page.goto('/alerts')
  await page.getByRole('link', { name: 'Denied often' }).waitFor()
  await page.keyboard.press('Tab')
  await page.getByRole('link', { name: 'Skip to the screen' }).waitFor()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  const focused = () => page.evaluate('document.activeElement?.textContent')
  expect(await focused()).toContain('New alert')
  const outline = await page.evaluate(
    'getComputedStyle(document.activeElement).outlineStyle + getComputedStyle(document.activeElement).outlineWidth',
  )
  expect(outline).not.toMatch(/^none|0px$/)
})

/** What a screen asks for first. */
const asked: Readonly<Record<string, string>> = {
  '/alerts': '**/api/v1/alerts',
  '/destinations': '**/api/v1/targets',
  '/integrity': '**/api/v1/proofs/**',
  '/reports/access-by-device': '**/api/v1/reports/library/**',
}

test.each(Object.keys(asked))(
  '%s says when the server does not answer, and asks again',
  async (path) => {
    await page.route(asked[path] ?? '', (route) => route.abort())
    await page.goto(path)
    await page.getByRole('alert').getByText('The server does not answer.').first().waitFor()
    await page.unroute(asked[path] ?? '')
    await page.getByRole('button', { name: 'Try again' }).first().click()
    await page
      .getByText(screens[path] ?? '')
      .first()
      .waitFor()
  },
)

test('a report that came in part says so, and shows what came', async () => {
  const line = (name: string) => JSON.stringify({ event: name, occurrences: 1 })
  await page.route('**/api/v1/reports/query', (route) =>
    route.fulfill({
      status: 200,
      contentType: 'application/x-ndjson',
      body: `${line('login')}\n["busy","the server ran out of time: ask about less time"]\n`,
    }),
  )
  await page.goto('/reports/new')
  await page.getByRole('alert').getByText('What came until then stands below.').waitFor()
  await page.getByRole('cell', { name: 'login' }).waitFor()
  await page.unroute('**/api/v1/reports/query')
})

test('nothing of this made the browser complain, or ask another host', () => {
  expect(window.troubles).toEqual([])
})
