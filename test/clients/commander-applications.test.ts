import { stripVTControlCharacters } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CommandLine, memberOf } from '../support/keepwatch.ts'
import { type Commander, commanderOf } from './drivers/commander.ts'
import { type CommanderStage, commanderStage } from './support/commander-stage.ts'

/** An application that several people hold, in the real Commander of two of them: what each sees, and that ours says the same. */

const patience = { timeout: 120_000 }
const owners = 'owner@example.com'
const meis = 'mei@example.com'
const get = ['secrets-manager', 'app', 'get', 'Builds', '--format', 'json'] as const
const list = ['secrets-manager', 'app', 'list', '--format', 'json'] as const

let stage: CommanderStage
let mei: CommandLine
let theirs: Commander
let production: string
let mailbox: string
let builds: string

beforeAll(async () => {
  stage = await commanderStage()
  mei = await memberOf(stage.server, meis)
  ;({ Production: production = '', Mailbox: mailbox = '', Builds: builds = '' } = stage.uids)
  const secrets = ['--secret', production, mailbox, '--editable']
  await stage.owner.ask('sm', 'share', 'add', '--app', 'Builds', ...secrets)
  theirs = await commanderOf(stage.server, { email: meis, password: `the password of ${meis}` })
}, 120_000)

afterAll(async () => {
  await theirs?.remove()
  await mei?.remove()
  await stage?.stop()
})

/** What Commander printed, and what of it is on record: shares, devices, and what came to nothing. */
async function watched(commander: Commander, ...words: readonly string[]) {
  const before = (await stage.server.events()).length
  const { stdout, stderr } = await commander.shell.run(...words)
  const told = stripVTControlCharacters(stdout + stderr)
  expect(told).not.toContain('Traceback')
  const after = (await stage.server.events()).slice(before)
  const events = after.filter(
    ({ category, audit_event }) =>
      category === 'share' || /denied|failed|client_/.test(audit_event),
  )
  return { told, events }
}

type Users = {
  readonly users: readonly { readonly username: string; readonly editable: boolean }[]
}
type Held = {
  readonly owner: string
  readonly people: readonly { readonly email: string; readonly permission: string }[]
}

/** Who holds it and may change it, by each of the two. */
async function holders(commander: Commander, line: CommandLine) {
  const [{ users } = { users: [] }] = [await commander.shell.ask<Users | Users[]>(...get)].flat()
  const { owner, people } = await line.ask<Held>('sm', 'app', 'get', 'Builds')
  const ours = [
    { username: owner, editable: true },
    ...people.map(({ email, permission }) => ({
      username: email,
      editable: permission === 'manage',
    })),
  ]
  return { ours, theirs: users.map(({ username, editable }) => ({ username, editable })) }
}

test(
  'app share lets somebody see it and read its folder, with the events that ours leaves',
  patience,
  async () => {
    const share = ['secrets-manager', 'app', 'share', 'Builds', '--email', meis] as const
    const { events } = await watched(stage.commander, ...share)
    expect(events).toMatchObject([
      { audit_event: 'share', app_uid: builds, to_username: meis, permission: 'view' },
      { audit_event: 'folder_add_user', shared_folder_uid: production, to_username: meis },
      // The record that it reads by itself stays unread.
      { audit_event: 'action_failed', action: 'vault/records_share_update', username: owners },
    ])
  },
)

test('both see the application and who holds it, as ours does', patience, async () => {
  const expected = [
    { username: owners, editable: true },
    { username: meis, editable: false },
  ]
  for (const [commander, line] of [
    [stage.commander, stage.owner],
    [theirs, mei],
  ] as const) {
    const listed = await commander.shell.ask<{ app_uid: string; devices: number }[]>(...list)
    const ours = await line.ask<{ app_uid: string; devices: number }[]>('sm', 'app', 'list')
    const plain = (all: typeof listed) => all.map(({ app_uid, devices }) => ({ app_uid, devices }))
    expect(plain(listed)).toEqual(plain(ours))
    expect(await holders(commander, line)).toEqual({ ours: expected, theirs: expected })
  }
})

test('who may see it adds no device, and the attempt is on record', patience, async () => {
  const add = ['secrets-manager', 'client', 'add', '--app', 'Builds', '--name', 'mine'] as const
  const { told, events } = await watched(theirs, ...add)
  expect(told).toContain('you may see and not change')
  expect(events).toMatchObject([{ audit_event: 'action_denied', username: meis }])
})

test('to share it again changes nothing', patience, async () => {
  const share = ['secrets-manager', 'app', 'share', 'Builds', '--email', meis] as const
  const { events } = await watched(stage.commander, ...share)
  expect(events.filter(({ category }) => category === 'share')).toEqual([])
})

test(
  'who manages it, by our command or by share-record, adds and removes devices',
  patience,
  async () => {
    await stage.owner.ask('sm', 'app', 'share', 'Builds', '--email', meis, '--admin')
    await theirs.shell.say('sync-down', '--force')
    const add = ['secrets-manager', 'client', 'add', '--app', 'Builds', '--name', 'second'] as const
    const added = await watched(theirs, ...add)
    expect(added.events).toMatchObject([
      { audit_event: 'app_client_added', username: meis, device_name: 'second', app_uid: builds },
    ])
    const out = ['--app', 'Builds', '--client', 'second', '--force'] as const
    const removed = await watched(theirs, 'secrets-manager', 'client', 'remove', ...out)
    expect(removed.events).toMatchObject([{ audit_event: 'app_client_removed', username: meis }])

    const both = ['share-record', builds, '-e', meis, '--write', '--share'] as const
    const lowered = await watched(stage.commander, ...both, '-a', 'revoke')
    expect(lowered.events).toMatchObject([{ audit_event: 'change_share', permission: 'view' }])
    const raised = await watched(stage.commander, ...both, '-a', 'grant')
    expect(raised.events).toMatchObject([{ audit_event: 'change_share', permission: 'manage' }])
  },
)

test('app unshare takes it away, and leaves them the folder', patience, async () => {
  const unshare = ['secrets-manager', 'app', 'unshare', 'Builds', '--email', meis] as const
  const { events } = await watched(stage.commander, ...unshare)
  expect(events).toMatchObject([
    { audit_event: 'remove_share', app_uid: builds, to_username: meis },
  ])
  await theirs.shell.say('sync-down', '--force')
  expect(await theirs.shell.say(...list)).toContain('No Applications to list.')
  expect(await theirs.shell.say('list-sf')).toContain('Production')
})
