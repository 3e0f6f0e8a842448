import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { generateNoteKey } from '../../src/tlog/note-key.ts'
import { openWindow, picture, seriousFaults } from './support/browser.ts'
import { openConsole } from './support/console.ts'
import { logIn } from './support/people.ts'
import { watchedDevice } from './support/watched-device.ts'

/** The log is checked in the browser, and what does not fit is found there. */

const { server, owner, browser, window, page, stop } = await openConsole()

beforeAll(async () => {
  const device = await watchedDevice(server, owner, 'runner')
  await device.read()
  await page.goto('/integrity')
  await logIn(page)
  await page.getByText('This browser sees the log for the first time').waitFor()
})

afterAll(stop)

const verify = () => page.getByRole('button', { name: /^Verify \d+ events$/ })

test('the whole log is read here and leads to the root that its key has signed', async () => {
  await verify().click()
  const verdict = page.getByRole('status').filter({ hasText: 'Every event fits' })
  await verdict.getByText(/^\d+ events were hashed here, byte for byte/).waitFor()
  await picture(page, 'integrity')
})

test('on the next visit it is proved that it goes on from what this browser has seen', async () => {
  await owner.ask('record', 'add', '--title', 'One more', '--type', 'login')
  await page.reload()
  await page.getByText(/^It continues what this browser saw/).waitFor()
  await page.getByText('known here', { exact: true }).waitFor()
})

test('an event that is changed on its way is found', async () => {
  await page.route('**/log/tile/entries/**', async (route) => {
    const answer = await route.fetch()
    const bytes = await answer.body()
    bytes.write('somebody', bytes.indexOf('runner'))
    await route.fulfill({ response: answer, body: bytes })
  })
  await verify().click()
  await page.getByRole('heading', { name: 'The log does not fit' }).waitFor()
  await page
    .getByRole('alert')
    .getByText(/^the first \d+ events are not those that/)
    .waitFor()
  await page.unroute('**/log/tile/entries/**')
})

test('an evidence pack verifies itself from the disk, without a network', async () => {
  await page.getByLabel('Which events').fill('last:1h event:app_client_access')
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download' }).click(),
  ])
  const folder = await mkdtemp(join(tmpdir(), 'keepwatch-evidence-'))
  const kept = join(folder, file.suggestedFilename())
  await copyFile(await file.path(), kept)
  const context = await browser.newContext({ offline: true })
  const reader = await context.newPage()
  await reader.goto(`file://${kept}`)
  await reader.getByText(/^All \d+ events are verified/).waitFor()
  await context.close()
  await rm(folder, { recursive: true })
})

test('a pack says how far it is, and is given up', async () => {
  const left = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/proofs'))
  await page.route('**/api/v1/events/proofs', () => {})
  await page.getByRole('button', { name: 'Download' }).click()
  await page.getByText(/^\d+ events? found; their proofs are fetched \(\d seconds?\)$/).waitFor()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await left
  await page.unroute('**/api/v1/events/proofs')
})

test('a question that finds nothing makes no pack, and says why', async () => {
  await page.getByLabel('Which events').fill('last:1h device:nobody')
  await page.getByRole('button', { name: 'Download' }).click()
  await page.getByRole('alert').getByText('There are no events to prove').waitFor()
})

test('a log that is signed by another key is not believed, until somebody has compared', async () => {
  const keys = await page.evaluate((vkey) => {
    const known = localStorage.getItem('keepwatch.log-keys')
    localStorage.setItem('keepwatch.log-keys', JSON.stringify([vkey]))
    return known
  }, generateNoteKey('keepwatch/other').vkey)
  expect(keys).toContain('keepwatch/')
  await page.reload()
  await page.getByRole('heading', { name: 'This is not the log it was' }).waitFor()
  expect(await verify().isDisabled()).toBe(true)
  expect(await seriousFaults(page)).toEqual([])
  await page.getByRole('button', { name: /^I have compared them/ }).click()
  await page.getByText('known here', { exact: true }).waitFor()
})

test('a log that is shorter than the browser has seen was rolled back', async () => {
  await page.evaluate(() => {
    const place = 'keepwatch.log-checkpoint'
    const seen = JSON.parse(localStorage.getItem(place) ?? '{}') as { checkpoint: string }
    const lines = seen.checkpoint.split('\n')
    const checkpoint = lines.with(1, '999999').join('\n')
    localStorage.setItem(place, JSON.stringify({ ...seen, checkpoint }))
  })
  await page.reload()
  await page.getByRole('alert').getByText('the log was rolled back').waitFor()
  await page.evaluate(() => localStorage.removeItem('keepwatch.log-checkpoint'))
})

test.each(['light', 'dark'] as const)(
  'in %s there is no serious fault for people who need help to read',
  async (scheme) => {
    const other = await openWindow(browser, server.url, { scheme })
    await other.page.goto('/integrity')
    await logIn(other.page)
    await other.page.getByRole('region', { name: 'Checkpoints' }).first().waitFor()
    await other.page.getByText('No key was changed').waitFor()
    expect(await seriousFaults(other.page)).toEqual([])
    await picture(other.page, `integrity-${scheme}`)
    await other.context.close()
  },
)

test('nothing of this made the browser complain, or ask another host', () => {
  expect(window.troubles).toEqual([])
})
