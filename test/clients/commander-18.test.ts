import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ShownEvent } from '../../src/events/shown-event.ts'
import { generateServerKeyPem, readServerKey } from '../../src/protocol/server-key.ts'
import type { CommandLine } from '../support/keepwatch.ts'
import type { TestServer } from '../support/server.ts'
import { type Commander, commanderOf } from './drivers/commander.ts'
import { type CommanderStage, commanderStage, email, password } from './support/commander-stage.ts'

/** The real Keeper Commander, from the Python registry, started as the guide says. */

const patience = { timeout: 120_000 }

let stage: CommanderStage
let server: TestServer
let owner: CommandLine
let commander: Commander
let uids: Readonly<Record<string, string>>

/** What was put on record since, without what the log does by itself. */
async function eventsSince(act: () => Promise<unknown>): Promise<readonly ShownEvent[]> {
  const before = (await server.events()).length
  await act()
  return (await server.events()).slice(before).filter(({ category }) => category !== 'log')
}

const namesOf = (events: readonly ShownEvent[]) => events.map(({ audit_event }) => audit_event)

beforeAll(async () => {
  stage = await commanderStage()
  ;({ server, owner, commander, uids } = stage)
}, 120_000)

afterAll(() => stage?.stop())

describe('logging in', () => {
  test(
    'says who it is, and leaves the events that every login leaves, with its version',
    patience,
    async () => {
      const events = await eventsSince(async () => {
        const told = await commander.say('whoami')
        expect(told).toContain(`User: ${email}`)
        expect(told).toContain('Admin: Yes')
      })
      expect(namesOf(events)).toEqual(['login', 'vault_fetched'])
      expect(new Set(events.map(({ client_version }) => client_version))).toEqual(
        new Set(['c18.0.0']),
      )
      expect(events.map(({ username }) => username)).toEqual([email, email])
    },
  )

  test('without a password it is not let in', patience, async () => {
    const stranger = await commanderOf(server, { email, password: 'a wrong guess' })
    const events = await eventsSince(() => stranger.run('whoami'))
    expect(namesOf(events)).toEqual(['login_failure'])
    expect(await stranger.say('login-status')).toContain('Not logged in')
    await stranger.remove()
  })

  test('a Commander without the launcher is told what it lacks', patience, async () => {
    const serverKey = readServerKey(generateServerKeyPem()).publicKey
    const stock = await commanderOf(server, { email, password, serverKey })
    const { stdout, stderr } = await stock.run('whoami')
    expect(stdout + stderr).toContain('Start it with the launcher of the guide')
    expect(stdout + stderr).not.toContain('Traceback')
    await stock.remove()
  })

  test(
    'a device logs in without a password once its owner wants that, and no longer after a logout',
    patience,
    async () => {
      const device = await commanderOf(server, { email, password })
      const events = await eventsSince(() => device.say('this-device', 'persistent-login', 'on'))
      expect(namesOf(events)).toEqual([
        'login',
        'vault_fetched',
        'device_approved',
        'device_user_linked',
      ])
      device.forgetPassword()
      expect(await device.say('login-status')).toContain('Logged in')
      expect(await device.say('list')).toContain('Primary')
      expect(namesOf(await eventsSince(() => device.say('logout')))).toEqual(['login', 'logout'])
      expect(await device.say('login-status')).toContain('Not logged in')
      await device.remove()
    },
  )
})

describe('a server that was restarted', () => {
  test('goes on with the session of whoever is in the shell', patience, async () => {
    const { shell } = commander
    await shell.say('sync-down')
    await server.restart()
    const events = await eventsSince(() => shell.say('secrets-manager', 'app', 'list'))
    expect(namesOf(events)).toEqual(['apps_opened'])
  })

  test('lets a device in without a password that it let in before', patience, async () => {
    const device = await commanderOf(server, { email, password })
    await device.say('this-device', 'persistent-login', 'on')
    device.forgetPassword()
    await server.restart()
    expect(await device.say('list')).toContain('Primary')
    await device.remove()
  })
})

describe('the vault', () => {
  type Listed = { readonly record_uid: string; readonly title: string; readonly shared: boolean }

  test('has the records that ours lists', patience, async () => {
    const listed = await commander.ask<Listed[]>('list', '--format', 'json')
    const ours = await owner.ask<{ record_uid: string; title: string }[]>('record', 'list')
    const told = (all: readonly { record_uid: string; title: string }[]) =>
      all.map(({ record_uid, title }) => `${record_uid} ${title}`).sort()
    expect(told(listed)).toEqual(told(ours))
    expect(listed.find(({ title }) => title === 'Mailbox')?.shared).toBe(false)
  })

  test('opens: a record shows what is in it', patience, async () => {
    const shown = await commander.say('get', uids['Primary'] ?? '', '--unmask')
    expect(shown).toContain('Primary password')
    expect(await commander.say('search', 'robot')).toContain(uids['Gateway'])
  })

  test('has its folders, at every depth', patience, async () => {
    const tree = await commander.say('tree')
    expect(tree).toContain('Production')
    expect(tree).toContain('Databases')
  })
})
