import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createSecret, getSecrets } from '@keeper-security/secrets-manager-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CommandLine, memberOf } from '../support/keepwatch.ts'
import { sdkDevice } from '../support/sdk-device.ts'
import { namesOf, type Uids, vaultPeople } from '../support/vault-people.ts'

/** Somebody leaves and hands over what is theirs, while a machine goes on reading it. */

const people = await vaultPeople()
const { server, owner, other: leaver, addRecord, leaves } = people
let third: CommandLine
afterAll(async () => {
  await third.remove()
  await people.stop()
})

const heir = 'owner@example.com'
const file = 'the whole of a certificate '.repeat(100)
let things: Record<'single' | 'folder' | 'below' | 'inside' | 'app', string>
let device: Awaited<ReturnType<typeof sdkDevice>>

const make = async (...argv: readonly string[]) => Object.values(await leaver.ask<Uids>(...argv))

beforeAll(async () => {
  third = await memberOf(server, 'third@example.com')
  const path = join(leaver.home, 'certificate.pem')
  await writeFile(path, file)
  const single = await addRecord(leaver, 'Registrar', '--file', path)
  const [folder = ''] = await make('folder', 'add', '--name', 'Production')
  const [below = ''] = await make('folder', 'add', '--name', 'Databases', '--parent', folder)
  const inside = await addRecord(leaver, 'Replica', '--folder', below)
  const [app = ''] = await make('sm', 'app', 'create', 'Builds')
  await leaver.ask('sm', 'share', 'add', '--app', app, '--secret', single)
  await leaver.ask('sm', 'share', 'add', '--app', app, '--secret', folder, '--editable')
  const added = await leaver.ask<Uids | Uids[]>('sm', 'client', 'add', '--app', app, '--name', 'ci')
  const [client] = [added].flat()
  device = await sdkDevice(server, client?.['token'] ?? '')
  await getSecrets(device)
  await getSecrets(device)
  things = { single, folder, below, inside, app }
})

const transfer = (...argv: readonly string[]) => leaver.keepwatch('user', 'transfer', ...argv)

test.each([
  ['to nobody', () => ['--to', 'nobody@example.com', '--all'], 1, 'nobody with this address'],
  ['to themselves', () => ['--to', 'other@example.com', '--all'], 1, 'yours already'],
  ['of nothing', () => ['--to', heir], 2, 'name what to hand over'],
  ['without what an application reads', () => ['--to', heir, things.app], 2, 'hand that over'],
  [
    'without the application that reads it',
    () => ['--to', heir, things.single],
    2,
    'is shared with',
  ],
  [
    'of a record without its folder',
    () => ['--to', heir, things.inside],
    2,
    'lies in shared folder',
  ],
  [
    'by a wrong fingerprint',
    () => ['--to', heir, '--all', '--fingerprint', '00 11'],
    2,
    'another key',
  ],
])('a transfer %s changes nothing', async (_, argv, code, sentence) => {
  const answer = await transfer(...argv())
  expect(answer).toMatchObject({ code, stderr: expect.stringContaining(sentence) })
  expect(await leaver.ask<Uids[]>('record', 'list')).toHaveLength(2)
})

test('nobody hands over what belongs to somebody else', async () => {
  const answer = await owner.keepwatch(
    'user',
    'transfer',
    '--to',
    'third@example.com',
    things.single,
  )
  expect(answer).toMatchObject({ code: 1, stderr: expect.stringContaining('in your vault') })
})

test('somebody who leaves hands everything over, and each thing is on the record', async () => {
  const { fingerprint } = await owner
    .ask<Uids>('user', 'key', heir)
    .catch(() => ({ fingerprint: '' }))
  const events = await leaves(async () => {
    const flags = ['--to', heir, '--all', ...(fingerprint ? ['--fingerprint', fingerprint] : [])]
    expect(await leaver.ask('user', 'transfer', ...flags)).toEqual({
      ...{ to: heir, records: 2, folders: 1, applications: 1, left: 0 },
    })
  })
  expect(namesOf(events)).toEqual([...Array(4).fill('transfer_owner'), 'vault_transferred'])
  expect(events[0]).toMatchObject({
    ...{ username: 'other@example.com', to_username: heir, app_uid: things.app },
    message: `User other@example.com made user ${heir} the owner of ${things.app}`,
  })
})

test('the new owner opens all of it: records, folders, names, files and the application', async () => {
  const records = await owner.ask<Uids[]>('record', 'list')
  expect(records.map(({ title }) => title).sort()).toEqual(['Registrar', 'Replica'])
  const folders = await owner.ask<Uids[]>('folder', 'list')
  expect(folders.map(({ name }) => name)).toEqual(['Production', 'Databases'])
  const out = join(owner.home, 'out.pem')
  await owner.keepwatch('record', 'download', things.single, 'certificate.pem', '--output', out)
  expect(await readFile(out, 'utf8')).toBe(file)
  expect(await owner.ask<Uids[]>('sm', 'app', 'list')).toMatchObject([{ title: 'Builds' }])
  await owner.ask('record', 'update', things.inside, '--field', 'password=changed')
})

test('the machine has noticed nothing: it reads what it read, and the newer version', async () => {
  const { records } = await getSecrets(device)
  expect(records.map(({ data }) => data.title).sort()).toEqual(['Registrar', 'Replica'])
  const replica = records.find(({ data }) => data.title === 'Replica')
  expect(JSON.stringify(replica?.data)).toContain('changed')
})

test('what the machine makes from now on opens for the new owner, by the folder', async () => {
  const data = { title: 'Made by a machine', type: 'login', fields: [], custom: [] }
  const uid = await createSecret(device, things.folder, data)
  expect(await owner.ask('record', 'get', uid)).toMatchObject({ title: 'Made by a machine' })
  const titles = (await owner.ask<Uids[]>('record', 'list')).map(({ title }) => title)
  expect(titles).toContain('Made by a machine')
})

test('nothing is left with who was the owner, and the account can be removed', async () => {
  expect(await leaver.ask('record', 'list')).toEqual([])
  expect((await leaver.keepwatch('record', 'get', things.single)).code).toBe(1)
  expect((await transfer('--to', heir, '--all')).code).not.toBe(0)
  expect(await owner.ask('user', 'remove', 'other@example.com')).toMatchObject({
    email: 'other@example.com',
  })
  expect((await getSecrets(device)).records).toHaveLength(3)
})

test('the new owner can hand it on', async () => {
  const answer = await owner.ask('user', 'transfer', '--to', 'third@example.com', '--all')
  expect(answer).toMatchObject({ records: 3, folders: 1, applications: 1, left: 0 })
  const titles = (await third.ask<Uids[]>('record', 'list')).map(({ title }) => title)
  expect(titles.sort()).toEqual(['Made by a machine', 'Registrar', 'Replica'])
})
