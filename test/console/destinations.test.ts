import { afterAll, beforeAll, expect, test } from 'vitest'
import { picture, seriousFaults } from './support/browser.ts'
import { openConsole } from './support/console.ts'
import { logIn } from './support/people.ts'

/** Where events go, in a browser; they really go to a file. */

const { owner, window, page, stop } = await openConsole()

beforeAll(async () => {
  await page.goto('/destinations')
  await logIn(page)
})

afterAll(stop)

test('without a destination the screen says how to add one', async () => {
  await page.getByRole('heading', { name: 'No destination yet' }).waitFor()
  await page.getByText('keepwatch siem add archive --kind file').waitFor()
  expect(await seriousFaults(page)).toEqual([])
})

test('a destination shows that it has everything, and takes a test', async () => {
  await owner.ask('siem', 'add', 'archive', '--kind', 'file', '--set', 'file=events.ndjson')
  await page.reload()
  await page.getByRole('heading', { name: 'archive' }).waitFor()
  await page.getByText('has everything').waitFor()
  await page.getByRole('button', { name: 'Send a test' }).click()
  await page.getByText('The test message has arrived.').waitFor()
  await picture(page, 'destinations')
})

test('a destination is paused and resumed, and what happened to it is a click away', async () => {
  await page.getByRole('button', { name: 'Pause' }).click()
  await page.getByText('paused', { exact: true }).waitFor()
  await page.getByText(/events? and \d+ seconds? behind/).waitFor()
  expect(await seriousFaults(page)).toEqual([])
  await page.getByRole('button', { name: 'Resume' }).click()
  await page.getByText('live', { exact: true }).waitFor()
  await page.getByRole('link', { name: 'What happened to it' }).click()
  await page.getByRole('table', { name: 'Events' }).getByRole('row').nth(2).waitFor()
})

test('nothing of this made the browser complain, or ask another host', () => {
  expect(window.troubles).toEqual([])
})
