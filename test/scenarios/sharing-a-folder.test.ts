import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { apiOf, type CommandLine, memberOf } from '../support/keepwatch.ts'
import { namesOf, type Uids, vaultPeople } from '../support/vault-people.ts'

/** A shared folder is opened to another person: what they see, may and may not, and how it ends. */

const people = await vaultPeople()
const { server, owner, other, addRecord, addFolder, createApp, leaves } = people
let stranger: CommandLine
const bob = 'other@example.com'
let folder: string
let below: string
let record: string
let outside: string

beforeAll(async () => {
  stranger = await memberOf(server, 'stranger@example.com')
  folder = await addFolder('Production')
  below = await addFolder('Databases', '--parent', folder)
  const path = join(owner.home, 'dump.sql')
  await writeFile(path, 'create table secrets'.repeat(20))
  record = await addRecord(owner, 'Replica', '--folder', below, '--file', path)
  outside = await addRecord(owner, 'Outside')
})
afterAll(async () => {
  await stranger.remove()
  await people.stop()
})

const titles = async (line: CommandLine) =>
  (await line.ask<Uids[]>('record', 'list')).map(({ title }) => title)

test('before it is shared, it is not there for anybody else', async () => {
  expect(await titles(other)).toEqual([])
  expect((await other.keepwatch('record', 'get', record)).code).toBe(1)
})

test('the owner shares it for reading, on the record', async () => {
  const events = await leaves(async () => {
    const { fingerprint = '' } = await other.ask<Uids>('user', 'key', bob)
    const share = ['folder', 'share', folder, '--with', bob, '--fingerprint', fingerprint]
    expect(await owner.ask(...share)).toMatchObject({ email: bob, editable: false })
  })
  expect(events).toMatchObject([
    { audit_event: 'folder_add_user', shared_folder_uid: folder, to_username: bob },
  ])
  expect(await owner.ask('folder', 'people', folder)).toMatchObject([{ email: bob }])
})

test('the other person opens what lies in it: names, records at any depth, files; and nothing besides', async () => {
  const folders = await other.ask<Uids[]>('folder', 'list')
  expect(folders.map(({ name }) => name)).toEqual(['Production', 'Databases'])
  expect(await titles(other)).toEqual(['Replica'])
  expect(await other.ask('record', 'get', record)).toMatchObject({ title: 'Replica' })
  const out = join(other.home, 'out.sql')
  await other.keepwatch('record', 'download', record, 'dump.sql', '--output', out)
  expect(await readFile(out, 'utf8')).toContain('create table secrets')
  expect((await other.keepwatch('record', 'get', outside)).code).toBe(1)
})

test('what comes later is there as well, and reading it is an event of whoever reads', async () => {
  const later = await addRecord(owner, 'Later', '--folder', folder)
  expect(await titles(other)).toEqual(['Replica', 'Later'])
  await other.keepwatch('record', 'get', later)
  const opened = (await server.events()).findLast(
    ({ audit_event }) => audit_event === 'open_record',
  )
  expect(opened).toMatchObject({ username: bob, record_uid: later })
})

test('whoever opens a record learns which ones lead to it, of those that they may open', async () => {
  const [, later = ''] = (await other.ask<Uids[]>('record', 'list')).map((one) => one['record_uid'])
  for (const from of [outside, later]) await owner.ask('record', 'link', 'add', from, record)
  const leadingTo = async (email: string) => {
    const { records } = await apiOf(server, email)
    const answer = await records[':record_uid'].$get({ param: { record_uid: record } })
    return (await answer.json()).linked_from
  }
  expect(await leadingTo('owner@example.com')).toEqual([
    { record_uid: outside, path: '' },
    { record_uid: later, path: '' },
  ])
  expect(await leadingTo(bob)).toEqual([{ record_uid: later, path: '' }])
})

const refused = (line: CommandLine, ...argv: readonly string[]) => line.keepwatch(...argv)

test('who may read changes nothing, hands nothing on and takes nothing away', async () => {
  const app = (await other.ask<Uids>('sm', 'app', 'create', 'Mine'))['app_uid'] ?? ''
  const attempts: readonly (readonly string[])[] = [
    ['record', 'update', record, '--field', 'password=mine'],
    ['record', 'remove', record],
    ['folder', 'remove', folder, '--force'],
    ['folder', 'share', folder, '--with', 'stranger@example.com'],
    ['sm', 'share', 'add', '--app', app, '--secret', record],
    ['sm', 'share', 'add', '--app', app, '--secret', folder],
    ['user', 'transfer', '--to', 'stranger@example.com', folder],
    ['record', 'add', '--title', 'Mine', '--folder', folder],
  ]
  for (const argv of attempts) {
    const { code } = await refused(other, ...argv)
    expect([argv[0], argv[1], code === 0]).toEqual([argv[0], argv[1], false])
  }
  expect(await titles(stranger)).toEqual([])
  expect(await titles(owner)).toContain('Replica')
})

test('who may change it changes it, and the owner reads that', async () => {
  const events = await leaves(() =>
    owner.ask('folder', 'share', folder, '--with', bob, '--editable'),
  )
  expect(namesOf(events)).toEqual(['folder_change_user'])
  await other.ask('record', 'update', record, '--field', 'password=by bob')
  expect(JSON.stringify(await owner.ask('record', 'get', record))).toContain('by bob')
})

test('who may change it adds records and files, which are the owner’s, and devices of the owner read them', async () => {
  const path = join(other.home, 'notes.txt')
  await writeFile(path, 'written by bob')
  const added = await addRecord(other, 'From Bob', '--folder', below, '--file', path)
  expect(await titles(owner)).toContain('From Bob')
  const out = join(owner.home, 'notes.txt')
  await owner.keepwatch('record', 'download', added, 'notes.txt', '--output', out)
  expect(await readFile(out, 'utf8')).toBe('written by bob')
  await owner.keepwatch('record', 'remove', added)
  expect(await titles(other)).toEqual(['Replica', 'Later'])
})

test('nobody else takes somebody out', async () => {
  const answer = await stranger.keepwatch('folder', 'unshare', folder, '--with', bob)
  expect(answer.code).toBe(1)
  expect(await titles(other)).toContain('Replica')
})

test('when it ends, nothing of it is there any more', async () => {
  const events = await leaves(() => owner.ask('folder', 'unshare', folder, '--with', bob))
  expect(namesOf(events)).toEqual(['folder_remove_user', 'shared_folder_key_changed'])
  expect(await titles(other)).toEqual([])
  expect((await other.keepwatch('record', 'get', record)).code).toBe(1)
  expect((await other.keepwatch('record', 'download', record, 'dump.sql')).code).toBe(1)
})

test('whoever was let in can leave by themselves', async () => {
  await owner.ask('folder', 'share', folder, '--with', bob)
  expect(await titles(other)).toContain('Replica')
  await other.ask('folder', 'unshare', folder, '--with', bob)
  expect(await titles(other)).toEqual([])
  expect(await owner.ask('folder', 'people', folder)).toEqual([])
})

test('it stays shared when it gets another owner, and ends for whom it then belongs to', async () => {
  await owner.ask('folder', 'share', folder, '--with', bob)
  await owner.ask('folder', 'share', folder, '--with', 'stranger@example.com')
  await owner.ask('user', 'transfer', '--to', bob, folder)
  expect(await titles(other)).toEqual(['Replica', 'Later'])
  expect(await titles(stranger)).toEqual(['Replica', 'Later'])
  expect(await other.ask<Uids[]>('folder', 'people', folder)).toMatchObject([
    { email: 'stranger@example.com' },
  ])
  expect(await titles(owner)).toEqual(['Outside'])
})

test('a folder of an application is shared with people as well', async () => {
  const shared = await addFolder('Builds')
  await createApp('CI')
  await owner.ask('sm', 'share', 'add', '--app', 'CI', '--secret', shared)
  await owner.ask('folder', 'share', shared, '--with', bob)
  const names = (await other.ask<Uids[]>('folder', 'list')).map(({ name }) => name)
  expect(names).toContain('Builds')
})
