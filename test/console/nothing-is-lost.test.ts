import { afterAll, beforeAll, expect, test } from 'vitest'
import { during, logInAgain, noAnswers, walkTo } from './support/conditions.ts'
import { openConsole } from './support/console.ts'
import { logIn } from './support/people.ts'
import { watchedDevice } from './support/watched-device.ts'

/** Whatever somebody has typed stays where it is when it could not be sent, and can be sent once more. */

const { server, owner, window, page, stop } = await openConsole({
  flags: { allowPrivateTargets: '127.0.0.1/32' },
})
const { context } = window

type Form = {
  readonly path: string
  /** What is typed, by the label of its field; the last of them tells what becomes of it. */
  readonly typed: Readonly<Record<string, string>>
  /** The button that sends it. */
  readonly send: string
  /** What stands there once it was sent. */
  readonly sent: string
}

let app = ''

const forms = (): readonly Form[] => [
  {
    path: '/vault/new',
    typed: { Title: 'Mail server', Login: 'postmaster' },
    send: 'Encrypt and store',
    sent: 'Who did what with it',
  },
  {
    path: '/vault',
    typed: { 'Name of the new folder': 'Production' },
    send: 'New folder',
    sent: 'Production',
  },
  {
    path: '/applications',
    typed: { 'Title of the new application': 'Build servers' },
    send: 'New application',
    sent: 'Build servers',
  },
  {
    path: `/applications/${app}`,
    typed: { 'Name of the new device': 'second' },
    send: 'Add device',
    sent: 'The token of second',
  },
  {
    path: '/alerts/new',
    typed: { Name: 'Failures', 'Which events': 'outcome:failure' },
    send: 'Make the alert',
    sent: 'The rule',
  },
  {
    path: '/destinations/new?kind=file',
    typed: { Name: 'second', 'Which events': 'category:ksm', File: 'second.ndjson' },
    send: 'Test and set up',
    sent: 'has everything',
  },
  {
    path: '/reports/new',
    typed: { 'Name of the report': 'Everything' },
    send: 'Save',
    sent: 'Everything',
  },
  {
    path: '/settings',
    typed: { 'E-mail address': 'somebody@example.com' },
    send: 'Invite',
    sent: 'Pass this on by a way that you trust',
  },
]

beforeAll(async () => {
  app = (await watchedDevice(server, owner, 'runner')).app_uid
  await page.goto('/settings')
  await logIn(page)
  await page.getByText('Invite somebody').waitFor()
})

afterAll(stop)

async function type({ path, typed }: Form): Promise<void> {
  await walkTo(page, '/integrity')
  await page.getByText('events, signed').waitFor()
  await walkTo(page, path)
  for (const [label, text] of Object.entries(typed)) await page.getByLabel(label).first().fill(text)
}

const press = ({ send }: Form) => page.getByRole('button', { name: send, exact: true }).click()

async function isThere({ path, typed }: Form): Promise<void> {
  for (const [label, text] of Object.entries(typed))
    expect(await page.getByLabel(label).first().inputValue(), `${path} ${label}`).toBe(text)
}

test('the server is away when a form is sent: it says so, and what was typed stays', async () => {
  for (const form of forms()) {
    await type(form)
    await during(context, noAnswers, async () => {
      await press(form)
      await page.getByRole('alert').getByText('nothing that you typed is lost').first().waitFor()
    })
    await isThere(form)
  }
}, 120_000)

test('the session is over when a form is sent: the password is asked for, what was typed stays, and goes out', async () => {
  for (const form of forms()) {
    await type(form)
    await context.clearCookies()
    await press(form)
    await logInAgain(page)
    await isThere(form)
    await press(form)
    await page.getByText(form.sent).first().waitFor()
  }
}, 120_000)

test('a question is still in its line when nobody answered it', async () => {
  await walkTo(page, '/events?q=last:24h')
  await page.getByText('events in').waitFor()
  await during(context, noAnswers, async () => {
    await page.getByLabel('Search the events').fill('last:24h device:runner')
    await page.keyboard.press('Enter')
    await page.getByText('The server does not answer').first().waitFor()
    expect(await page.getByLabel('Search the events').inputValue()).toBe('last:24h device:runner')
  })
  await page
    .getByText(/events? in/)
    .first()
    .waitFor()
})

test('nothing of this made the browser complain, or ask another host', () => {
  expect(window.troubles).toEqual([])
})
