import type { CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWindow, picture, seriousFaults } from './support/browser.ts'
import { openConsole } from './support/console.ts'
import { logIn } from './support/people.ts'

/** Passkeys in a real browser, whose authenticator is one of software: it makes and keeps real keys. */

const { server, owner, browser, window, page, stop } = await openConsole()

afterAll(stop)

type Kept = { readonly session: CDPSession; readonly authenticatorId: string }

/** A security key in the window, which says yes whenever somebody should touch it. */
async function plugIn(into: Page): Promise<Kept> {
  const session = await into.context().newCDPSession(into)
  await session.send('WebAuthn.enable')
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return { session, authenticatorId }
}

const credentialsOf = async ({ session, authenticatorId }: Kept) =>
  (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials

let own: Kept

beforeAll(async () => {
  own = await plugIn(page)
  await page.goto('/settings')
  await logIn(page)
  await page.getByRole('heading', { name: 'Second factor' }).waitFor()
})

test('a passkey is added with one click, and recovery codes come with it', async () => {
  const panel = page.getByRole('region', { name: 'Second factor' }).first()
  await panel.getByRole('button', { name: 'Add a passkey' }).click()
  await panel.getByRole('row', { name: /Passkey/ }).waitFor()
  await panel.locator('.recovery-codes li').first().waitFor()
  await picture(page, 'passkey-added')
  expect(await seriousFaults(page)).toEqual([])
  credentials = await credentialsOf(own)
  expect(credentials).toHaveLength(1)
  expect(await server.lastEvent()).toMatchObject({ audit_event: 'add_security_key' })
})

test('the same authenticator is not added twice', async () => {
  const panel = page.getByRole('region', { name: 'Second factor' }).first()
  await panel.getByRole('button', { name: 'Add a passkey' }).click()
  await panel.getByRole('alert').waitFor()
  expect(await credentialsOf(own)).toHaveLength(1)
})

async function atTheDoor(act: (page: Page) => Promise<void>) {
  const other = await openWindow(browser, server.url)
  try {
    await other.page.goto('/settings')
    await act(other.page)
  } finally {
    await other.context.close()
  }
}

type Credential = Awaited<ReturnType<typeof credentialsOf>>[number]

/** What the authenticator holds, wherever it was used last. */
let credentials: readonly Credential[] = []

/** The authenticator of the first window, plugged into another. */
async function carry(to: Page): Promise<Kept> {
  const there = await plugIn(to)
  const { authenticatorId } = there
  for (const credential of credentials)
    await there.session.send('WebAuthn.addCredential', { authenticatorId, credential })
  return there
}

const use = (at: Page) => at.getByRole('button', { name: 'Use a passkey' }).click()

test('at the door it opens what the password alone does not', async () => {
  await atTheDoor(async (door) => {
    const there = await carry(door)
    await logIn(door)
    await use(door)
    await door.getByRole('heading', { name: 'Second factor' }).waitFor()
    const [login] = (await server.events()).filter(
      (event) => event['second_factor'] === 'passkey' && event.audit_event === 'login',
    )
    expect(login).toMatchObject({ username: 'owner@example.com' })
    credentials = await credentialsOf(there)
    expect(credentials[0]?.signCount).toBeGreaterThan(1)
  })
})

test('what was signed once opens nothing again', async () => {
  await atTheDoor(async (door) => {
    const sent: string[] = []
    door.on('request', (request) => {
      if (request.url().endsWith('/sessions/second-factor')) sent.push(request.postData() ?? '')
    })
    await carry(door)
    await logIn(door)
    await use(door)
    await door.getByRole('heading', { name: 'Second factor' }).waitFor()
    await door.getByRole('button', { name: 'Log out' }).click()
    await logIn(door)
    await door.getByRole('button', { name: 'Use a passkey' }).waitFor()
    const status = await door.evaluate(async (body) => {
      const answer = await fetch('/api/v1/sessions/second-factor', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      })
      return answer.status
    }, sent[0] ?? '')
    expect(status).toBe(401)
    expect(await server.lastEvent()).toMatchObject({
      audit_event: 'login_failure',
      reason: 'wrong_code',
    })
  })
})

test('a key that nobody added is refused, and the code can still be given', async () => {
  await atTheDoor(async (door) => {
    await plugIn(door)
    await logIn(door)
    await use(door)
    await door.getByRole('alert').waitFor()
    await door.getByLabel('Code of your authenticator, or a recovery code').waitFor()
  })
})

test('a passkey that was removed opens nothing', async () => {
  const panel = page.getByRole('region', { name: 'Second factor' }).first()
  await panel.getByRole('button', { name: 'Remove Passkey' }).first().click()
  await panel.getByRole('button', { name: /^Remove it now/ }).click()
  await expect.poll(async () => (await server.lastEvent())?.audit_event).toBe('delete_security_key')
})

test('a role that needs a second factor takes a passkey at the first login', async () => {
  await owner.ask('two-factor', 'require', '--role', 'auditor')
  const flags = ['--email', 'eve@example.com', '--role', 'auditor']
  const invited = await owner.ask<{ invitation: string }>('user', 'invite', ...flags)
  await atTheDoor(async (door) => {
    const there = await plugIn(door)
    await door.goto(`/join?invitation=${invited.invitation}`)
    await door.getByLabel('E-mail address').fill('eve@example.com')
    await door.getByLabel('Master password').fill('what eve knows')
    await door.getByLabel('The same again').fill('what eve knows')
    await door.getByRole('button', { name: 'Make the account' }).click()
    await door.getByText('Your role needs a second factor').waitFor()
    await picture(door, 'passkey-set-up')
    expect(await seriousFaults(door)).toEqual([])
    await door.getByRole('button', { name: 'Make a passkey' }).click()
    await door.getByRole('button', { name: 'I have kept them' }).click()
    await door.getByRole('navigation', { name: 'Screens' }).getByText('auditor').waitFor()
    expect(await credentialsOf(there)).toHaveLength(1)
  })
  const hers = (await server.events()).filter(({ username }) => username === 'eve@example.com')
  expect(hers.map(({ audit_event }) => audit_event)).toEqual(
    expect.arrayContaining(['second_factor_asked', 'add_security_key', 'login']),
  )
})

test('nothing of this made the browser complain, or ask another host', () => {
  expect(window.troubles).toEqual([])
})
