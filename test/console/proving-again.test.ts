import { afterAll, beforeAll, expect, test } from 'vitest'
import { memberOf } from '../support/keepwatch.ts'
import { picture, seriousFaults } from './support/browser.ts'
import { openConsole } from './support/console.ts'
import { logIn } from './support/people.ts'

/** What takes something away asks again who sits there; then it goes on by itself. */

const began = Date.now()
let passed = 0
const { server, window, page, stop } = await openConsole({ clock: () => new Date(began + passed) })

beforeAll(async () => {
  const bob = await memberOf(server, 'bob@example.com')
  await bob.remove()
  await page.goto('/settings')
  await logIn(page)
  await page.getByRole('row', { name: /bob@example\.com/ }).waitFor()
})

afterAll(stop)

const events = async () => (await server.events()).map(({ audit_event }) => audit_event)

async function lockBob() {
  const row = page.getByRole('row', { name: /bob@example\.com/ })
  await row.getByRole('button', { name: /^Lock/ }).click()
  await row.getByRole('button', { name: /^End every session, and keep out/ }).click()
  return row
}

test('whoever closes the dialog has done nothing', async () => {
  passed += 360_000
  await lockBob()
  const dialog = page.getByRole('dialog', { name: 'Is it you?' })
  await dialog.waitFor()
  await picture(page, 'proving-again')
  expect(await seriousFaults(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Close' }).click()
  await page.getByText('Prove again that it is you').waitFor()
  expect(await events()).not.toContain('lock_user')
})

test('a wrong password is said in the dialog; the right one lets the act go on', async () => {
  const row = await lockBob()
  const dialog = page.getByRole('dialog', { name: 'Is it you?' })
  await dialog.getByLabel('Master password').fill('something else')
  await dialog.getByRole('button', { name: 'Go on' }).click()
  await dialog.getByRole('alert').waitFor()
  await dialog.getByLabel('Master password').fill('the password of owner@example.com')
  await dialog.getByRole('button', { name: 'Go on' }).click()
  await row.getByText('locked').waitFor()
  expect((await events()).slice(-2)).toEqual(['identity_confirmed', 'lock_user'])
})

test('for a while nobody is asked again', async () => {
  const row = page.getByRole('row', { name: /bob@example\.com/ })
  await row.getByRole('button', { name: /^Unlock/ }).click()
  await row.getByRole('button', { name: /^Let in again/ }).click()
  await row.getByText('may log in').waitFor()
})

test('nothing of this made the browser complain, or ask another host', () => {
  expect(window.troubles).toEqual([])
})
