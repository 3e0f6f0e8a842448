import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CommandLine, memberOf } from '../support/keepwatch.ts'
import { picture, seriousFaults } from './support/browser.ts'
import { openConsole } from './support/console.ts'
import { logIn } from './support/people.ts'

/** What a colleague has asked for is approved and refused in the browser. */

const { owner, server, window, page, stop } = await openConsole()
const lines: CommandLine[] = []
const admin = 'admin@example.com'

beforeAll(async () => {
  lines.push(await memberOf(server, admin, 'admin'), await memberOf(server, 'bob@example.com'))
  await page.goto('/settings')
  await logIn(page, { email: admin, password: `the password of ${admin}` })
  await page.getByRole('heading', { name: 'Rules of logging in' }).waitFor()
})

afterAll(async () => {
  for (const line of lines) await line.remove()
  await stop()
})

const role = async (to: string) =>
  (await owner.keepwatch('user', 'role', 'bob@example.com', '--role', to)).code

const waiting = () => page.getByRole('region', { name: 'Waiting for a second person' }).first()

test('the rule is one of those of logging in', async () => {
  const rules = page.getByRole('region', { name: 'Rules of logging in' })
  await rules.getByLabel(/^A second administrator has to agree/).check()
  await rules.getByLabel('Within so many minutes').fill('30')
  await rules.getByRole('button', { name: 'Save the rules' }).click()
  await rules.getByText('They count from the next login on.').waitFor()
  expect(await role('auditor')).toBe(3)
})

test('what a colleague has asked for is there, and approved with a click; then they do it', async () => {
  await page.goto('/settings')
  const row = waiting().getByRole('row', { name: /user\.role.*bob@example\.com.*auditor/ })
  await row.waitFor()
  expect(await seriousFaults(page)).toEqual([])
  await picture(page, 'second-person')
  await row.getByRole('button', { name: /^Approve user\.role/ }).click()
  await row.getByText('approved').waitFor()
  expect(await role('auditor')).toBe(0)
})

test('what is refused is not done', async () => {
  expect(await role('operator')).toBe(3)
  await page.goto('/settings')
  const row = waiting().getByRole('row', { name: /operator/ })
  await row.getByRole('button', { name: /^Refuse/ }).click()
  await row.getByRole('button', { name: /^Do not agree/ }).click()
  await row.getByText('refused').waitFor()
})

test('nothing of this made the browser complain, or ask another host', () => {
  expect(window.troubles).toEqual([])
})
