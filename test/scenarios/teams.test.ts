import { getSecrets } from '@keeper-security/secrets-manager-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CommandLine, memberOf } from '../support/keepwatch.ts'
import { sdkDevice } from '../support/sdk-device.ts'
import { namesOf, type Uids, vaultPeople } from '../support/vault-people.ts'

/** A team: who makes it, who is in it, what it opens, and what changes when somebody is taken out. */

const people = await vaultPeople()
const { server, owner, other, addRecord, addFolder, leaves } = people
const bob = 'other@example.com'
const ann = 'ann@example.com'
let third: CommandLine
let folder: string
let record: string

beforeAll(async () => {
  third = await memberOf(server, ann)
  folder = await addFolder('Production')
  record = await addRecord(
    owner,
    'Replica',
    '--folder',
    await addFolder('Below', '--parent', folder),
  )
})
afterAll(async () => {
  await third.remove()
  await people.stop()
})

const titles = async (line: CommandLine) =>
  (await line.ask<Uids[]>('record', 'list')).map(({ title }) => title)
const code = async (line: CommandLine, ...argv: readonly string[]) =>
  (await line.keepwatch(...argv)).code
const vaultOf = async (line: CommandLine) => line.ask<Uids[]>('folder', 'list')

test('an administrator makes a team and is its first member; a member makes none', async () => {
  const events = await leaves(() => owner.ask('team', 'add', 'Operations'))
  expect(namesOf(events)).toEqual(['team_created', 'added_to_team'])
  expect(await code(owner, 'team', 'add', 'OPERATIONS')).toBe(1)
  expect(await code(other, 'team', 'add', 'Mine')).toBe(3)
  expect(await other.ask('team', 'list')).toMatchObject([
    { name: 'Operations', members: 1, is_member: false },
  ])
})

test('who is in it puts others in, and a shared folder opens to all of them', async () => {
  const { fingerprint = '' } = await other.ask<Uids>('user', 'key', bob)
  const add = ['team', 'user', 'add', 'operations', bob, '--fingerprint', fingerprint]
  const events = await leaves(() => owner.ask(...add))
  expect(events).toMatchObject([
    { audit_event: 'added_to_team', to_username: bob, team_name: 'Operations' },
  ])
  const shared = await leaves(() => owner.ask('folder', 'share', folder, '--team', 'Operations'))
  expect(shared).toMatchObject([
    { audit_event: 'folder_add_team', shared_folder_uid: folder, editable: false },
  ])
  expect(await titles(other)).toEqual(['Replica'])
  expect(await other.ask('record', 'get', record)).toMatchObject({ title: 'Replica' })
  expect((await vaultOf(other)).map(({ name }) => name)).toEqual(['Production', 'Below'])
  expect(await titles(third)).toEqual([])
  expect(await owner.ask('folder', 'people', folder)).toMatchObject([{ team: 'Operations' }])
})

test('who comes into the team later opens what was shared with it before', async () => {
  await owner.ask('team', 'user', 'add', 'Operations', ann)
  expect(await titles(third)).toEqual(['Replica'])
})

test('a team that may read changes nothing; one that may edit adds records, which are the owner’s', async () => {
  const update = ['record', 'update', record, '--field', 'password=by bob'] as const
  const add = ['record', 'add', '--title', 'By Bob', '--folder', folder] as const
  expect([await code(other, ...update), await code(other, ...add)]).toEqual([3, 3])
  const events = await leaves(() =>
    owner.ask('folder', 'share', folder, '--team', 'Operations', '--editable'),
  )
  expect(namesOf(events)).toEqual(['folder_change_team'])
  expect([await code(other, ...update), await code(other, ...add)]).toEqual([0, 0])
  expect(await titles(owner)).toEqual(['Replica', 'By Bob'])
  expect(JSON.stringify(await owner.ask('record', 'get', record))).toContain('by bob')
  expect(await titles(third)).toEqual(['Replica', 'By Bob'])
})

test('when somebody is taken out, the team and the folder get other keys, and devices go on', async () => {
  await owner.ask('sm', 'app', 'create', 'CI')
  await owner.ask('sm', 'share', 'add', '--app', 'CI', '--secret', folder)
  const { token = '' } = await owner.ask<Uids>('sm', 'client', 'add', '--app', 'CI')
  const device = await sdkDevice(server, token)
  const readByDevice = async () =>
    (await getSecrets(device)).records.map(({ data }) => data.title).sort()
  expect(await readByDevice()).toEqual(['By Bob', 'Replica'])
  const events = await leaves(() => owner.ask('team', 'user', 'remove', 'Operations', bob))
  expect(namesOf(events)).toEqual([
    'removed_from_team',
    'team_key_changed',
    'shared_folder_key_changed',
  ])
  expect(await titles(other)).toEqual([])
  expect(await code(other, 'record', 'get', record)).toBe(1)
  await addRecord(owner, 'Later', '--folder', folder)
  expect(await titles(third)).toEqual(['Replica', 'By Bob', 'Later'])
  expect(await titles(owner)).toEqual(['Replica', 'By Bob', 'Later'])
  expect(await readByDevice()).toEqual(['By Bob', 'Later', 'Replica'])
})

test('who is locked out is in no team any more, and the keys are due until somebody changes them', async () => {
  const events = await leaves(() => owner.ask('user', 'lock', ann))
  expect(namesOf(events).filter((name) => name !== 'identity_confirmed')).toEqual([
    'lock_user',
    'removed_from_team',
  ])
  await owner.ask('user', 'unlock', ann)
  expect(await owner.ask('team', 'show', 'Operations')).toMatchObject({ members: [{}] })
  const [before] = await owner.ask<{ key_due_since: string | null }[]>('team', 'list')
  expect(before?.key_due_since).not.toBeNull()
  const put = await leaves(() => addRecord(owner, 'After', '--folder', folder))
  expect(namesOf(put)).toContain('shared_folder_key_changed')
  await owner.ask('team', 'renew-keys', 'Operations')
  expect(await owner.ask('team', 'list')).toMatchObject([{ key_due_since: null }])
})

test('a team is renamed, and removed: what it opened stays its owner’s', async () => {
  await owner.ask('team', 'rename', 'Operations', 'Night shift')
  const events = await leaves(() => owner.ask('team', 'remove', 'night shift'))
  expect(events.at(-1)).toMatchObject({ audit_event: 'team_deleted', members: 1, folders: 1 })
  expect(await owner.ask('folder', 'people', folder)).toEqual([])
  expect(await owner.ask('folder', 'renew-key')).toEqual([{ folder_uid: folder }])
  expect(await titles(owner)).toEqual(['Replica', 'By Bob', 'Later', 'After'])
})
