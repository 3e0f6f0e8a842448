import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWindow, picture, seriousFaults } from './support/browser.ts'
import { openConsole } from './support/console.ts'
import { logIn } from './support/people.ts'
import { watchedDevice } from './support/watched-device.ts'

/** An access review in a browser: line by line, decided, signed off; and the file of it proved a year later. */

const { server, owner, browser, window, page, stop } = await openConsole()

beforeAll(async () => {
  for (const name of ['runner', 'till']) await (await watchedDevice(server, owner, name)).read()
  await page.goto('/reports')
  await logIn(page)
})

afterAll(stop)

const line = (name: string) => page.getByRole('row').filter({ hasText: name })
const kept = join(owner.home, 'review.csv')

test('it begins with who reads what, and cannot be signed before every line is decided', async () => {
  await page.getByRole('link', { name: 'Access review' }).click()
  await page.getByLabel('What is reviewed').selectOption('New readers of secrets')
  await page.waitForURL((url) => url.searchParams.get('report') === 'new-edges')
  await line('till').first().getByText('Remove', { exact: true }).click()
  await page.getByText('1 of 4 lines decided').waitFor()
  expect(await page.getByRole('button', { name: 'Sign off' }).isDisabled()).toBe(true)
  await picture(page, 'review')
  expect(await seriousFaults(page)).toEqual([])
})

test('what was decided is still there after the page was loaded again', async () => {
  await page.reload()
  await page.getByText('1 of 4 lines decided').waitFor()
})

test('signed off it is an event that holds the digest of the file that the reviewer keeps', async () => {
  await page.getByRole('button', { name: 'Keep all that is not decided' }).click()
  await page.getByLabel('What the review found').fill('the till of the old shop is to go')
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Sign off' }).click(),
  ])
  await page.getByRole('heading', { name: 'Signed off' }).waitFor()
  const text = await readFile(await file.path(), 'utf8')
  await writeFile(kept, text)
  expect(text).toMatch(/^decision,record_uid,/)
  expect(text.match(/^remove,.*till/gm)).toHaveLength(1)
  expect(text.match(/^keep,/gm)).toHaveLength(3)
  const signed = (await server.events()).find((one) => one.audit_event === 'report_signed_off')
  expect(signed).toMatchObject({
    report: 'new-edges',
    digest: createHash('sha256').update(text).digest('hex'),
    detail: 'the till of the old shop is to go (3 to keep, 1 to remove)',
  })
  await picture(page, 'review-signed')
})

test('later the file is known again, and one that was changed is not', async () => {
  await page.goto('/reports/review')
  await page.getByRole('link', { name: /the till of the old shop is to go/ }).waitFor()
  await page.locator('input[type=file]').setInputFiles(kept)
  await page.getByText('review.csv is what was signed').waitFor()
  const changed = join(owner.home, 'changed.csv')
  await writeFile(changed, (await readFile(kept, 'utf8')).replace('remove,', 'keep,'))
  await page.locator('input[type=file]').setInputFiles(changed)
  await page.getByText('it is another file, or it was changed').waitFor()
})

test('a long list comes in pages, with how many lines there are; none is forgotten', async () => {
  const rows = Array.from({ length: 250 }, (_, at) => ({
    record_uid: `record-${at}`,
    device_uid: `device-${at}`,
    device_name: `machine ${at}`,
  }))
  const body = rows.map((row) => `${JSON.stringify(row)}\n`).join('')
  const answer = { status: 200, contentType: 'application/x-ndjson', body }
  await page.route('**/reports/library/new-edges', (route) => route.fulfill(answer))
  await page.goto('/reports/review?report=new-edges&created=last_7_days')
  await page.getByText('Lines 1 to 100 of 250').first().waitFor()
  await page.getByRole('button', { name: 'Next' }).first().click()
  await page.getByText('Lines 101 to 200 of 250').first().waitFor()
  expect(new URL(page.url()).searchParams.get('page')).toBe('2')
  await page.reload()
  await line('machine 100').waitFor()
  await page.getByRole('button', { name: 'To what is not decided' }).first().click()
  await line('machine 0').waitFor()
  await page.getByText('0 of 250 lines decided').waitFor()
  await page.getByRole('button', { name: 'Keep all that is not decided' }).click()
  await page.getByText('250 of 250 lines decided').waitFor()
  expect(await page.getByRole('button', { name: 'To what is not decided' }).count()).toBe(0)
  await page.unroute('**/reports/library/new-edges')
})

test('in the dark and on a phone it has no serious fault', async () => {
  const other = await openWindow(browser, server.url, { scheme: 'dark', width: 390 })
  await other.context.addCookies(await window.context.cookies())
  await other.page.addInitScript(() => localStorage.setItem('keepwatch.logged-in', '1'))
  await other.page.goto('/reports/review?report=new-edges')
  await other.page.getByText('lines decided').waitFor()
  expect(await seriousFaults(other.page)).toEqual([])
  expect(await other.page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
  await picture(other.page, 'review-dark-phone')
  await other.context.close()
})

test('nothing of this made the browser complain, or ask another host', () => {
  expect(window.troubles).toEqual([])
})
