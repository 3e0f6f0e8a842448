import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWindow, picture, seriousFaults } from './support/browser.ts'
import { openConsole } from './support/console.ts'
import { logIn, owner as ownersLogin } from './support/people.ts'

/** A recovery phrase in the browser: made in the settings, and used at the door. */

const { server, browser, window, page, stop } = await openConsole()

beforeAll(async () => {
  await page.goto('/settings')
  await logIn(page)
  await page.getByRole('heading', { name: 'Settings' }).waitFor()
})

afterAll(stop)

let phrase = ''

test('a phrase is made and shown once', async () => {
  await page.getByText('Recovery phrase', { exact: true }).click()
  await page.getByRole('button', { name: 'Make a recovery phrase' }).click()
  const words = page.getByTestId('recovery-phrase').getByRole('listitem')
  await words.nth(23).waitFor()
  phrase = (await words.allTextContents()).join(' ')
  expect(phrase.split(' ')).toHaveLength(24)
  expect(await seriousFaults(page)).toEqual([])
  await picture(page, 'recovery-phrase')
})

test.each(['light', 'dark'] as const)(
  'at the door, in %s, wrong words are said',
  async (scheme) => {
    const door = await openWindow(browser, server.url, { scheme })
    await door.page.goto('/')
    await door.page.getByRole('button', { name: 'I have lost my password' }).click()
    await door.page.getByLabel('E-mail address').fill(ownersLogin.email)
    await door.page.getByLabel('Recovery phrase').fill('not the words')
    for (const label of ['Master password', 'The same again'])
      await door.page.getByLabel(label).fill('a new password')
    await door.page.getByRole('button', { name: 'Set the new password' }).click()
    await door.page.getByRole('alert').waitFor()
    expect(await seriousFaults(door.page)).toEqual([])
    await picture(door.page, `recovery-door-${scheme}`)
    expect(door.troubles).toEqual([])
    await door.context.close()
  },
)

test('the words open the vault and set a new password, with which one logs in', async () => {
  const door = await openWindow(browser, server.url)
  await door.page.goto('/vault')
  await door.page.getByRole('button', { name: 'I have lost my password' }).click()
  await door.page.getByLabel('E-mail address').fill(ownersLogin.email)
  await door.page.getByLabel('Recovery phrase').fill(phrase)
  for (const label of ['Master password', 'The same again'])
    await door.page.getByLabel(label).fill('a new password')
  await door.page.getByRole('button', { name: 'Set the new password' }).click()
  await door.page.getByText('Your vault has a new password').waitFor()
  await door.page.getByRole('button', { name: 'Back to the login' }).click()
  await logIn(door.page, { email: ownersLogin.email, password: 'a new password' })
  await door.page.getByRole('heading', { name: 'Vault' }).waitFor()
  await door.context.close()
})

test('nothing of this made the browser complain, or ask another host', () => {
  expect(window.troubles).toEqual([])
})
