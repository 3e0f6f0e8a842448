import { afterAll, beforeAll, expect, test } from 'vitest'
import { startReceiver } from '../support/receiver.ts'
import { openWindow, picture, seriousFaults } from './support/browser.ts'
import { openConsole } from './support/console.ts'
import { logIn } from './support/people.ts'

/** Where events go, in a browser; they really go there. */

const { server, owner, browser, window, page, stop } = await openConsole({
  flags: { allowPrivateTargets: '127.0.0.1/32' },
})
const receiver = await startReceiver()

beforeAll(async () => {
  await page.goto('/destinations')
  await logIn(page)
})

afterAll(async () => {
  await stop()
  await receiver.stop()
})

test('without a destination the screen says how to add one', async () => {
  await page.getByRole('heading', { name: 'No destination yet' }).waitFor()
  await page.getByText('keepwatch siem add archive --kind file').waitFor()
  expect(await seriousFaults(page)).toEqual([])
})

test('a destination is set up: kind, settings, a real event as it will arrive, and a test before it counts', async () => {
  await page.getByRole('link', { name: 'New destination' }).click()
  await page.getByLabel('Find a kind').fill('https')
  await page.getByRole('link', { name: 'HTTPS', exact: true }).click()
  await page.getByLabel('Name', { exact: true }).fill('collector')
  await page.getByLabel(/^URL/).fill(`${receiver.url}/in`)
  const preview = page.getByRole('complementary', { name: 'Preview' })
  await preview.getByText('"audit_event":').waitFor()
  await preview.getByRole('link', { name: /^Event \d/ }).waitFor()
  await picture(page, 'destination-new')
  expect(await seriousFaults(page)).toEqual([])
  receiver.answerWith(() => ({ status: 503, body: 'not today' }))
  await page.getByRole('button', { name: 'Test and set up' }).click()
  await page.getByRole('alert').getByText('not today').waitFor()
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('collector')
  receiver.answerWith(() => ({ status: 200 }))
  await page.getByRole('button', { name: 'Test and set up' }).click()
  await page.getByRole('heading', { name: 'collector' }).waitFor()
  await page.getByText('has everything').waitFor()
})

test('what a receiver refuses is shown with its reason, and sent again', async () => {
  receiver.answerWith(({ body }) =>
    body.includes('record_add') ? { status: 400, body: 'no records here' } : { status: 200 },
  )
  await owner.ask('record', 'add', '--title', 'Refused', '--type', 'login')
  const letters = page.getByRole('region', { name: 'Dead letters' }).first()
  await letters.getByText('no records here').waitFor()
  await picture(page, 'destination-dead-letters')
  expect(await seriousFaults(page)).toEqual([])
  receiver.answerWith(() => ({ status: 200 }))
  await page.getByRole('button', { name: 'Send dead letters again' }).click()
  await letters.waitFor({ state: 'detached' })
})

test('a part of the log is sent once more', async () => {
  const before = receiver.events().length
  await page.getByLabel('From').fill('yesterday or so')
  await page.getByText('A number, or a time such as').waitFor()
  await page.getByLabel('From').fill('0')
  await page.getByLabel('To (optional)').fill('1')
  await page.getByRole('button', { name: 'Replay' }).click()
  await page.getByText('Events 0 to 1 are sent.').waitFor()
  await expect
    .poll(
      () =>
        receiver
          .events()
          .slice(before)
          .filter(({ replay }) => replay === true).length,
    )
    .toBe(2)
})

test('its filter is changed, and its secrets stay', async () => {
  await page.getByText('Settings and filter').click()
  const filter = page.getByLabel('Which events')
  await filter.fill('event:login')
  // What is proposed for it lies over the button until one leaves the field.
  await filter.blur()
  await page.getByRole('button', { name: 'Test and save' }).click()
  await page.getByText('Saved.').waitFor()
  expect(await owner.ask('siem', 'show', 'collector')).toMatchObject({ filter: 'event:login' })
})

test('the search that finds gaps stands there to copy, by kind', async () => {
  await page.getByText('keepwatch reconcile --export siem.ndjson').waitFor()
})

test('it is removed after a second click', async () => {
  await page.getByRole('button', { name: 'Remove collector' }).click()
  await page.getByRole('button', { name: 'Send nothing more: collector' }).click()
  await page.getByRole('heading', { name: 'No destination yet' }).waitFor()
})

test('a destination that was set up elsewhere shows that it has everything, and takes a test', async () => {
  await owner.ask('siem', 'add', 'archive', '--kind', 'file', '--set', 'file=events.ndjson')
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

test('in the dark there is no serious fault for people who need help to read', async () => {
  const other = await openWindow(browser, server.url, { scheme: 'dark' })
  await other.page.goto('/destinations/archive')
  await logIn(other.page)
  await other.page.getByText('has everything').waitFor()
  expect(await seriousFaults(other.page)).toEqual([])
  await picture(other.page, 'destination-dark')
  await other.context.close()
})

test('nothing of this made the browser complain, or ask another host', () => {
  expect(window.troubles).toEqual([])
})
