import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CommandLine, memberOf } from '../support/keepwatch.ts'
import type { Uids } from '../support/vault-people.ts'
import { openWindow, picture, seriousFaults } from './support/browser.ts'
import { openConsole } from './support/console.ts'
import { logIn } from './support/people.ts'

/** An application is shared in the browser, and looks otherwise to whoever may only see it. */

const { server, owner, browser, window, page, stop } = await openConsole()
const bob = 'bob@example.com'
let other: CommandLine

beforeAll(async () => {
  other = await memberOf(server, bob)
  const folder = await owner.ask<Uids>('folder', 'add', '--name', 'Production')
  await owner.ask('record', 'add', '--title', 'Database', '--folder', folder['folder_uid'] ?? '')
  await owner.ask('sm', 'app', 'create', 'Builds')
  const secret = ['--secret', folder['folder_uid'] ?? '']
  await owner.ask('sm', 'share', 'add', '--app', 'Builds', ...secret)
  await owner.ask('sm', 'client', 'add', '--app', 'Builds', '--name', 'ci')
  await page.goto('/applications')
  await logIn(page)
  await page.getByRole('link', { name: 'Builds' }).click()
  await page.getByText('Nobody else holds it.').waitFor()
})

afterAll(async () => {
  await other.remove()
  await stop()
})

const held = async () =>
  (await other.ask<Uids[]>('sm', 'app', 'list')).map(({ title, permission }) => [title, permission])
const holders = () => page.getByRole('region', { name: 'Who holds it' })
const row = () => holders().getByRole('row', { name: bob })

test('it is shared with a person, who finds it and reads its folder; its page says who holds it', async () => {
  await holders().getByLabel('E-mail address').fill(bob)
  await holders().getByRole('button', { name: 'Share the application' }).click()
  await row().waitFor()
  expect(await held()).toEqual([['Builds', 'view']])
  await expect
    .poll(async () => (await other.ask<Uids[]>('record', 'list')).map(({ title }) => title))
    .toEqual(['Database'])
  expect(await seriousFaults(page)).toEqual([])
  await picture(page, 'application-shared')
})

test('nobody of another address gets it', async () => {
  await holders().getByLabel('E-mail address').fill('nobody@example.com')
  await holders().getByRole('button', { name: 'Share the application' }).click()
  await holders().getByRole('alert').getByText('has a vault here').waitFor()
})

test('who may only see it sees devices and shares, and nothing to change them by', async () => {
  const theirs = await openWindow(browser, server.url)
  await theirs.page.goto('/applications')
  await logIn(theirs.page, { email: bob, password: `the password of ${bob}` })
  await theirs.page.getByText('you may see it').waitFor()
  await theirs.page.getByRole('link', { name: 'Builds' }).click()
  await theirs.page.getByRole('cell', { name: 'ci', exact: true }).waitFor()
  await theirs.page.getByText('It belongs to owner@example.com.').waitFor()
  const buttons = await theirs.page.locator('main').getByRole('button').allTextContents()
  expect(buttons.map((label) => label.trim())).toEqual(['Leave'])
  expect(await seriousFaults(theirs.page)).toEqual([])
  await picture(theirs.page, 'application-of-another')
  expect(theirs.troubles).toEqual([])
  await theirs.page.context().close()
})

test('they are let manage it, and it is taken away again', async () => {
  await row().getByLabel(`What ${bob} may`).selectOption('manage')
  await expect.poll(held).toEqual([['Builds', 'manage']])
  await row()
    .getByRole('button', { name: `End ${bob}` })
    .click()
  await row()
    .getByRole('button', { name: `Take it away: ${bob}` })
    .click()
  await holders().getByText('Nobody else holds it.').waitFor()
  expect(await held()).toEqual([])
})

test('nothing of this made the browser complain, or ask another host', () => {
  expect(window.troubles).toEqual([])
})
