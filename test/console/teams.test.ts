import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CommandLine, memberOf } from '../support/keepwatch.ts'
import type { Uids } from '../support/vault-people.ts'
import { openWindow, picture, seriousFaults } from './support/browser.ts'
import { openConsole } from './support/console.ts'
import { logIn } from './support/people.ts'

/** Teams and the sharing of folders in the browser, with the command line as the other side. */

const { server, owner, browser, window, page, stop } = await openConsole()
const bob = 'bob@example.com'
let other: CommandLine
let folder = ''

beforeAll(async () => {
  other = await memberOf(server, bob)
  folder = (await owner.ask<Uids>('folder', 'add', '--name', 'Production'))['folder_uid'] ?? ''
  await owner.ask('record', 'add', '--title', 'Database', '--folder', folder)
  await page.goto('/teams')
  await logIn(page)
  await page.getByRole('heading', { name: 'Teams' }).waitFor()
})

afterAll(async () => {
  await other.remove()
  await stop()
})

const titles = async () => (await other.ask<Uids[]>('record', 'list')).map(({ title }) => title)
const team = () => page.getByRole('region', { name: 'Team Operations' })

test('a team is made, and somebody put into it', async () => {
  await page.getByLabel('Name of the new team').fill('Operations')
  await page.getByRole('button', { name: 'New team' }).click()
  await team().getByRole('cell', { name: 'owner@example.com', exact: true }).waitFor()
  await team().getByLabel('E-mail address of whom to put into Operations').fill(bob)
  await team().getByRole('button', { name: 'Put in' }).click()
  await team().getByRole('cell', { name: bob, exact: true }).waitFor()
  expect(await seriousFaults(page)).toEqual([])
  await picture(page, 'teams')
})

test('a folder is shared with the team, which opens it; its owner says what they may', async () => {
  await page.getByRole('link', { name: 'Vault', exact: true }).click()
  await page.getByRole('link', { name: 'Sharing of Production' }).click()
  await page.getByText('Nobody but you opens it.').waitFor()
  await page.getByLabel('Whom').selectOption({ label: 'team Operations' })
  await page.getByRole('button', { name: 'Share the folder' }).click()
  const row = page.getByRole('row', { name: /team Operations/ })
  await row.waitFor()
  expect(await titles()).toEqual(['Database'])
  await row.getByLabel('What Operations may').selectOption('edit')
  await expect
    .poll(async () => (await owner.ask<object[]>('folder', 'people', folder))[0])
    .toMatchObject({ team: 'Operations', editable: true })
  expect(await seriousFaults(page)).toEqual([])
  await picture(page, 'sharing')
})

test('a person is let in by their address; nobody of another one', async () => {
  await page.getByLabel('E-mail address').fill('nobody@example.com')
  await page.getByRole('button', { name: 'Share the folder' }).click()
  await page
    .getByRole('alert')
    .getByText(/nobody with this address/i)
    .waitFor()
  await page.getByLabel('E-mail address').fill(bob)
  await page.getByRole('button', { name: 'Share the folder' }).click()
  await page.getByRole('row', { name: new RegExp(`^${bob}`) }).waitFor()
})

test('when shares end the folder gets another key, and nobody opens it any more', async () => {
  for (const name of ['Operations', bob]) {
    const row = page.getByRole('row', { name: new RegExp(name) })
    await row.getByRole('button', { name: `End ${name}` }).click()
    await row.getByRole('button', { name: /^End it, and change/ }).click()
    await row.waitFor({ state: 'detached' })
  }
  expect(await titles()).toEqual([])
  const changes = (await server.events()).filter(
    ({ audit_event }) => audit_event === 'shared_folder_key_changed',
  )
  expect(changes).toHaveLength(2)
  await page.getByRole('button', { name: 'Give it another key' }).click()
  await page.getByText('It has another key.').waitFor()
})

test('somebody is taken out of the team, and the team is removed', async () => {
  await page.goto('/teams')
  await logIn(page)
  const row = team().getByRole('row', { name: new RegExp(bob) })
  await row.getByRole('button', { name: `Take out ${bob}` }).click()
  await row.getByRole('button', { name: /^Take out, and change/ }).click()
  await row.waitFor({ state: 'detached' })
  await team().getByRole('button', { name: 'Remove the team Operations' }).click()
  await team()
    .getByRole('button', { name: /^Remove it; its members/ })
    .click()
  await page.getByText('There is no team yet.').waitFor()
})

test('a member sees the teams and whose a folder is, and changes neither', async () => {
  await owner.ask('team', 'add', 'Night shift')
  await owner.ask('team', 'user', 'add', 'Night shift', bob)
  await owner.ask('folder', 'share', folder, '--team', 'Night shift')
  const dark = await openWindow(browser, server.url, { scheme: 'dark' })
  await dark.page.goto('/vault')
  await logIn(dark.page, { email: bob, password: `the password of ${bob}` })
  await dark.page.getByText('of owner@example.com, you may read').waitFor()
  expect(await seriousFaults(dark.page)).toEqual([])
  await picture(dark.page, 'vault-of-others-dark')
  await dark.page.getByRole('link', { name: 'Teams' }).click()
  await dark.page
    .getByRole('region', { name: 'Team Night shift' })
    .getByRole('cell', { name: bob })
    .waitFor()
  expect(await dark.page.getByRole('button', { name: 'New team' }).count()).toBe(0)
  expect(await seriousFaults(dark.page)).toEqual([])
  await picture(dark.page, 'teams-dark')
  expect(dark.troubles).toEqual([])
  await dark.context.close()
})

test('nothing of this made the browser complain, or ask another host', () => {
  expect(window.troubles).toEqual([])
})
