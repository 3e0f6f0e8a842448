import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWindow, picture, seriousFaults } from './support/browser.ts'
import { openConsole } from './support/console.ts'
import { logIn } from './support/people.ts'

/** People, and programs that read the log. */

const { server, owner, browser, window, page, stop } = await openConsole()
let invitation = ''

beforeAll(async () => {
  await page.goto('/settings')
  await logIn(page)
  await page.getByRole('heading', { name: 'Invite somebody' }).waitFor()
})

afterAll(stop)

/** Leaves the screen and comes back to it, with the keys still there. */
async function comeBack() {
  const rail = page.getByRole('navigation', { name: 'Screens' })
  await rail.getByRole('link', { name: 'Applications' }).click()
  await rail.getByRole('link', { name: 'Settings' }).click()
}

test('somebody is invited, and the way in is shown once', async () => {
  await page.getByLabel('E-mail address', { exact: true }).fill('eve@example.com')
  await page.getByLabel('As', { exact: true }).selectOption('auditor')
  await page.getByRole('button', { name: 'Invite' }).click()
  invitation = (await page.getByTestId('invitation').textContent()) ?? ''
  expect(invitation).toContain(`${server.url}/join?invitation=`)
  await picture(page, 'settings')
  expect(await seriousFaults(page)).toEqual([])
})

test('whoever was invited makes their account in the browser, and is in', async () => {
  const other = await openWindow(browser, server.url)
  const sent: string[] = []
  other.page.on('request', (request) => sent.push(request.postData() ?? ''))
  await other.page.goto(new URL(invitation).pathname + new URL(invitation).search)
  await other.page.getByLabel('E-mail address').fill('eve@example.com')
  await other.page.getByLabel('Master password').fill('what eve knows')
  await other.page.getByLabel('The same again').fill('what eve knows')
  await picture(other.page, 'join')
  expect(await seriousFaults(other.page)).toEqual([])
  await other.page.getByRole('button', { name: 'Make the account' }).click()
  const rail = other.page.getByRole('navigation', { name: 'Screens' })
  await rail.getByText('auditor').waitFor()
  expect(sent.join()).not.toContain('what eve knows')
  await rail.getByRole('link', { name: 'Settings' }).click()
  await other.page.getByText('eve@example.com').first().waitFor()
  expect(await other.page.getByRole('button', { name: 'Invite' }).count()).toBe(0)
  await other.context.close()
})

test('somebody gets another role, is kept out and let in again', async () => {
  await comeBack()
  const people = page.getByRole('region', { name: 'People' }).first()
  const row = people.getByRole('row', { name: /eve@example\.com/ })
  await row.getByLabel('Role of eve@example.com').selectOption('member')
  await row.getByRole('button', { name: 'Lock eve@example.com' }).click()
  await row.getByRole('button', { name: /^End every session, and keep out/ }).click()
  await row.getByText('locked').waitFor()
  await picture(page, 'settings-people')
  expect(await seriousFaults(page)).toEqual([])
  await row.getByRole('button', { name: 'Unlock eve@example.com' }).click()
  await row.getByRole('button', { name: /^Let in again/ }).click()
  await row.getByText('may log in').waitFor()
  const events = (await server.events()).map((event) => event.audit_event)
  expect(events).toEqual(expect.arrayContaining(['added_to_role', 'lock_user', 'enable_user']))
})

test('a session elsewhere is ended from here', async () => {
  const other = await openWindow(browser, server.url)
  await other.page.goto('/settings')
  await logIn(other.page)
  await other.page.getByRole('heading', { name: 'Your sessions' }).waitFor()
  await comeBack()
  const sessions = page.getByRole('region', { name: 'Your sessions' }).first()
  await sessions.getByRole('button', { name: /^End / }).first().click()
  await sessions.getByRole('button', { name: /^End it now/ }).click()
  await expect
    .poll(async () => (await server.events()).map((event) => event.audit_event))
    .toContain('sessions_ended')
  await other.context.close()
})

test('a token is shown once, reads the log, and ends when it is revoked', async () => {
  await page.getByLabel('Name', { exact: true }).fill('SIEM')
  await page.getByRole('button', { name: 'Make a token' }).click()
  await page.getByText('It is shown now and never again').waitFor()
  const token = (await page.getByTestId('api-token').textContent()) ?? ''
  const read = () =>
    page.request.get('/api/rest/public/events?limit=1', {
      headers: { 'x-api-token': `Bearer ${token}` },
    })
  expect((await read()).status()).toBe(200)
  await page.getByRole('button', { name: 'Revoke SIEM' }).click()
  await page.getByRole('button', { name: 'End it now: SIEM' }).click()
  await page.getByRole('button', { name: 'Revoke SIEM' }).waitFor({ state: 'detached' })
  expect((await read()).status()).toBe(401)
})

test('a person whose account is there cannot be forgotten, and the screen says why', async () => {
  await page.getByLabel('E-mail address of whom to forget').fill('eve@example.com')
  await page.getByRole('button', { name: 'Forget eve@example.com' }).click()
  await page.getByRole('button', { name: /^Erase it from the log for ever/ }).click()
  await page.getByRole('alert').waitFor()
})

test('another password ends every session, and opens the next', async () => {
  await page.getByText('Change the master password').click()
  await page.getByLabel('Master password').fill('another password')
  await page.getByLabel('The same again').fill('another password')
  await page.getByRole('button', { name: 'Change it, and end every session' }).click()
  await page.getByRole('heading', { name: 'Log in' }).waitFor()
  await logIn(page, { email: 'owner@example.com', password: 'another password' })
  await page.getByRole('navigation', { name: 'Screens' }).waitFor()
  const old = await owner.keepwatch('whoami')
  expect(old.code).not.toBe(0)
})

test('nothing of this made the browser complain, or ask another host', () => {
  expect(window.troubles).toEqual([])
})
