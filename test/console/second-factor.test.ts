import { afterAll, beforeAll, expect, test } from 'vitest'
import { totpCode, totpStep } from '../../src/access/totp.ts'
import { openWindow, picture, seriousFaults } from './support/browser.ts'
import { openConsole } from './support/console.ts'
import { logIn } from './support/people.ts'

/** A second factor in the browser: set up, asked for at the door, and stood in for by a recovery code. */

const began = Date.now()
let passed = 0
const clock = () => new Date(began + passed)
const { server, owner, browser, window, page, stop } = await openConsole({ clock })

beforeAll(async () => {
  await page.goto('/settings')
  await logIn(page)
  await page.getByRole('heading', { name: 'Second factor' }).waitFor()
})

afterAll(stop)

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

function codeOf(typed: string): string {
  const bits = [...typed.replaceAll(' ', '')]
    .map((symbol) => alphabet.indexOf(symbol).toString(2).padStart(5, '0'))
    .join('')
  const bytes = (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2))
  return totpCode(Uint8Array.from(bytes), totpStep(clock()))
}

let key = ''
let recoveryCode = ''

test('an authenticator is shown as a picture and a key, and added with its code', async () => {
  const panel = page.getByRole('region', { name: 'Second factor' }).first()
  await panel.getByRole('button', { name: 'Add an authenticator' }).click()
  await panel.getByRole('img', { name: 'Picture for your authenticator' }).waitFor()
  key = (await page.getByTestId('authenticator-key').textContent()) ?? ''
  await panel.getByLabel('The code that it shows now').fill('000000')
  await panel.getByRole('button', { name: 'Add it' }).click()
  await panel.getByRole('alert').waitFor()
  await picture(page, 'second-factor-new')
  expect(await seriousFaults(page)).toEqual([])
  await panel.getByLabel('The code that it shows now').fill(codeOf(key))
  await panel.getByRole('button', { name: 'Add it' }).click()
  await panel.getByRole('row', { name: /Authenticator/ }).waitFor()
  recoveryCode = (await panel.locator('.recovery-codes li').first().textContent()) ?? ''
  expect(recoveryCode).toMatch(/^(\w{4}-){3}\w{4}$/)
  expect(await server.lastEvent()).toMatchObject({ audit_event: 'set_two_factor_on' })
})

async function atTheDoor(code: string) {
  const other = await openWindow(browser, server.url)
  await other.page.goto('/settings')
  await logIn(other.page)
  const field = other.page.getByLabel('Code of your authenticator, or a recovery code')
  await field.fill('123')
  await other.page.getByRole('button', { name: 'Go on' }).click()
  await other.page.getByRole('alert').waitFor()
  await picture(other.page, 'second-factor-asked')
  expect(await seriousFaults(other.page)).toEqual([])
  await field.fill(code)
  await other.page.getByRole('button', { name: 'Go on' }).click()
  await other.page.getByRole('heading', { name: 'Second factor' }).waitFor()
  await other.context.close()
}

test('at the door the code is asked for after the password; a wrong one can be corrected', async () => {
  passed += 30_000
  await atTheDoor(codeOf(key))
})

test('a recovery code opens as well', async () => {
  await atTheDoor(recoveryCode)
})

test('a code proves as well who it is, where that is asked again', async () => {
  passed += 360_000
  const panel = page.getByRole('region', { name: 'Second factor' }).first()
  await panel.getByRole('button', { name: 'Make new ones recovery codes' }).click()
  await panel.getByRole('button', { name: /^Make new ones; the old/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Is it you?' })
  await dialog.getByRole('button', { name: 'Use a code of your authenticator' }).click()
  await dialog.getByLabel('Code of your authenticator').fill(codeOf(key))
  await picture(page, 'proving-by-code')
  expect(await seriousFaults(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Go on' }).click()
  // The codes of before are in sight until then.
  await dialog.waitFor({ state: 'hidden' })
  await panel.locator('.recovery-codes li').first().waitFor()
  const confirmed = (await server.events()).findLast(
    ({ audit_event }) => audit_event === 'identity_confirmed',
  )
  expect(confirmed).toMatchObject({ by: 'totp' })
})

test('a role that needs one has it set up before anything else is there', async () => {
  const rules = page.getByRole('region', { name: 'Rules of logging in' })
  await rules.getByLabel('auditor').check()
  await rules.getByRole('button', { name: 'Save the rules' }).click()
  await rules.getByText('They count from the next login on.').waitFor()
  await picture(page, 'sign-in-rules')
  expect(await seriousFaults(page)).toEqual([])
  passed += 30_000
  await owner.keepwatch('login', '--code', codeOf(key))
  const invited = await owner.ask<{ invitation: string }>(
    ...['user', 'invite', '--email', 'eve@example.com', '--role', 'auditor'],
  )
  const other = await openWindow(browser, server.url)
  await other.page.goto(`/join?invitation=${invited.invitation}`)
  await other.page.getByLabel('E-mail address').fill('eve@example.com')
  await other.page.getByLabel('Master password').fill('what eve knows')
  await other.page.getByLabel('The same again').fill('what eve knows')
  await other.page.getByRole('button', { name: 'Make the account' }).click()
  await other.page.getByText('Your role needs a second factor').waitFor()
  expect(await seriousFaults(other.page)).toEqual([])
  const eves = (await other.page.getByTestId('authenticator-key').textContent()) ?? ''
  await other.page.getByLabel('The code that it shows now').fill(codeOf(eves))
  await other.page.getByRole('button', { name: 'Go on' }).click()
  await other.page.getByRole('button', { name: 'I have kept them' }).click()
  await other.page.getByRole('navigation', { name: 'Screens' }).getByText('auditor').waitFor()
  await other.context.close()
})

test('nothing of this made the browser complain, or ask another host', () => {
  expect(window.troubles).toEqual([])
})
