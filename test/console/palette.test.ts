import { afterAll, beforeAll, expect, test } from 'vitest'
import { picture, seriousFaults } from './support/browser.ts'
import { openConsole } from './support/console.ts'
import { logIn } from './support/people.ts'

/** Going anywhere by keyboard alone. */

const { owner, window, page, stop } = await openConsole({
  flags: { allowPrivateTargets: '127.0.0.1/32' },
})

beforeAll(async () => {
  await page.goto('/reports')
  await logIn(page)
  await page.getByRole('heading', { name: 'Stale devices' }).waitFor()
})

afterAll(stop)

async function goTo(words: string, choice: RegExp) {
  await page.keyboard.press('Control+k')
  const line = page.getByRole('dialog', { name: 'Go to' }).getByLabel('Go to', { exact: true })
  await line.fill(words)
  await page.getByRole('option', { name: choice }).first().waitFor()
}

test('a report is a few letters away', async () => {
  await goTo('stale', /Stale devices/)
  await picture(page, 'palette')
  expect(await seriousFaults(page)).toEqual([])
  await page.keyboard.press('Enter')
  await page.waitForURL('**/reports/stale-devices')
})

test('alerts, destinations and what was opened of the vault are found by their names', async () => {
  await owner.ask('audit-alert', 'add', '--filter', 'outcome:denied', '--name', 'Denied often')
  await owner.ask('siem', 'add', 'archive', '--kind', 'file', '--set', 'file=events.ndjson')
  await owner.ask('record', 'add', '--title', 'Database', '--type', 'login')
  await page.goto('/vault')
  await logIn(page)
  await page.getByRole('link', { name: 'Database' }).waitFor()
  const ways = {
    'denied oft': [/Denied often/, '/alerts/1'],
    arch: [/archive Destination/, '/destinations/archive'],
    datab: [/Database Record/, '/vault/'],
  } as const
  for (const [words, [choice, path]] of Object.entries(ways)) {
    await goTo(words, choice)
    await page.getByRole('option', { name: choice }).click()
    await page.waitForURL((url) => url.pathname.startsWith(path))
  }
})

test.each([
  ['0', /Event 0/, '/events/0', null],
  ['127.0.0.1', /The address/, '/addresses/127.0.0.1', null],
  ['A'.repeat(22), /Record or folder/, `/secrets/${'A'.repeat(22)}`, null],
  ['wrong password', /Search the events/, '/events', 'last:30d wrong password'],
])('%j leads to what it is about', async (words, choice, path, q) => {
  await goTo(words, choice)
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.pathname === path)
  if (q !== null) await page.waitForURL((url) => url.searchParams.get('q') === q)
})

test('nothing of this made the browser complain, or ask another host', () => {
  expect(window.troubles).toEqual([])
})
