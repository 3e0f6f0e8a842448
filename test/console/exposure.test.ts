import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWindow, picture, seriousFaults } from './support/browser.ts'
import { openConsole } from './support/console.ts'
import { logIn } from './support/people.ts'
import { watchedDevice } from './support/watched-device.ts'

/** After a leak: what a device got, and a list that ticks itself off while somebody works. */

const { server, owner, browser, window, page, stop } = await openConsole()
let device: Awaited<ReturnType<typeof watchedDevice>>

beforeAll(async () => {
  device = await watchedDevice(server, owner, 'runner')
  await device.read()
  await page.goto('/exposure')
  await logIn(page)
})

afterAll(stop)

test('the screen begins with the devices that read lately, and the command', async () => {
  await page.getByRole('heading', { name: 'What has to be changed after a leak?' }).waitFor()
  await page.getByText('keepwatch exposure --device ci-runner').waitFor()
  expect(await seriousFaults(page)).toEqual([])
  await page.getByRole('link', { name: /^runner/ }).click()
  await page.waitForURL((url) => url.searchParams.get('device') === 'runner')
})

test('what it got stands there with its title, because the vault is open', async () => {
  await page.getByRole('heading', { name: '1 secret to be changed' }).waitFor()
  await page.getByRole('link', { name: 'Database' }).waitFor()
  await page.getByText('version 1 · to be changed').waitFor()
})

test('the line ticks itself off when the secret is changed, while somebody looks', async () => {
  await owner.ask('record', 'update', device.record_uid, '--field', 'password=an0ther')
  await page.getByRole('heading', { name: 'Everything is changed' }).waitFor()
  await page.getByText('version 1, now 2 · a newer version is stored').waitFor()
  await picture(page, 'exposure')
  expect(await seriousFaults(page)).toEqual([])
})

test('the list is kept as a file', async () => {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'CSV' }).click(),
  ])
  expect(file.suggestedFilename()).toBe('rotate-runner.csv')
  expect(await readFile(await file.path(), 'utf8')).toContain(
    `rotated,${device.record_uid},Database,1,2,`,
  )
})

test('the address holds the question, and whose vault is locked reads UIDs and how to open it', async () => {
  await page.goto(`/exposure?device=runner&since=30d`)
  await page.getByRole('link', { name: device.record_uid }).waitFor()
  await page.getByText('Titles are in the vault').waitFor()
  await page.getByLabel('What got').selectOption('Person')
  await page.getByLabel('Which').fill('nobody@example.com')
  await page.getByRole('button', { name: 'Show' }).click()
  await page.getByRole('heading', { name: 'Nothing left' }).waitFor()
})

test('an address that is none is said, and what was typed stays', async () => {
  await page.getByLabel('What got').selectOption('Address')
  await page.getByLabel('Which').fill('everywhere')
  await page.getByRole('button', { name: 'Show' }).click()
  await page.getByRole('alert').waitFor()
  expect(await page.getByLabel('Which').inputValue()).toBe('everywhere')
})

test('in the dark there is no serious fault for people who need help to read', async () => {
  const other = await openWindow(browser, server.url, { scheme: 'dark', width: 390 })
  await other.page.goto('/exposure?device=runner')
  await logIn(other.page)
  await other.page.getByRole('heading', { name: 'Everything is changed' }).waitFor()
  expect(await seriousFaults(other.page)).toEqual([])
  await picture(other.page, 'exposure-phone-dark')
  await other.context.close()
})

test('nothing of this made the browser complain, or ask another host', () => {
  expect(window.troubles).toEqual([])
})
