import { getSecrets } from '@keeper-security/secrets-manager-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CommandLine, memberOf } from '../support/keepwatch.ts'
import { sdkDevice } from '../support/sdk-device.ts'
import { namesOf, type Uids, vaultPeople } from '../support/vault-people.ts'

/** An application is shared with other people: what who may, what machines go on reading, and how it ends. */

const people = await vaultPeople()
const { server, owner, other, addRecord, addFolder, createApp, leaves } = people
let third: CommandLine
const bob = 'other@example.com'
const carol = 'third@example.com'
let app: string
let folder: string
let loose: string
let single: string

beforeAll(async () => {
  third = await memberOf(server, carol)
  folder = await addFolder('Production')
  await addRecord(owner, 'Primary', '--folder', folder)
  loose = await addFolder('Not shared')
  single = await addRecord(owner, 'Registrar')
  app = await createApp('Builds')
  await owner.ask('sm', 'share', 'add', '--app', app, '--secret', folder, single, '--editable')
  await owner.ask('sm', 'client', 'add', '--app', app, '--name', 'ci')
})
afterAll(async () => {
  await third.remove()
  await people.stop()
})

const share = (who: CommandLine, ...argv: readonly string[]) =>
  who.ask<Uids>('sm', 'app', 'share', app, ...argv)
const unshare = (who: CommandLine, email: string) =>
  who.ask('sm', 'app', 'unshare', app, '--email', email)
const applications = async (who: CommandLine) =>
  (await who.ask<Uids[]>('sm', 'app', 'list')).map(({ title, permission }) => [title, permission])
const titles = async (who: CommandLine) =>
  (await who.ask<Uids[]>('record', 'list')).map(({ title }) => title)

/** Nothing but what a command says: whether it went well, and why not. */
async function tries(who: CommandLine, ...argv: readonly string[]) {
  const { code, stderr } = await who.keepwatch(...argv)
  return { code, stderr }
}

test('before it is shared, it is not there for anybody else', async () => {
  expect(await applications(other)).toEqual([])
  expect(await tries(other, 'sm', 'app', 'get', app)).toMatchObject({ code: 1 })
  expect((await tries(other, 'sm', 'app', 'share', app, '--email', carol)).code).toBe(1)
})

test('the owner shares it to be seen, and lets them into the folder that it reads', async () => {
  const { fingerprint = '' } = await other.ask<Uids>('user', 'key', bob)
  const events = await leaves(async () => {
    const shared = await share(owner, '--email', bob, '--fingerprint', fingerprint)
    expect(shared).toEqual({
      ...{ app_uid: app, email: bob, permission: 'view' },
      ...{ folders: [folder], not_shared: [single] },
    })
  })
  expect(events).toMatchObject([
    {
      audit_event: 'share',
      ...{ app_uid: app, username: 'owner@example.com', to_username: bob, permission: 'view' },
      message: `User owner@example.com shared KSM application ${app} with user ${bob} (permission: view)`,
    },
    { audit_event: 'folder_add_user', shared_folder_uid: folder, to_username: bob },
  ])
})

test('they see it with its devices, what it reads and who holds it; they read the folder, not the rest', async () => {
  expect(await applications(other)).toEqual([['Builds', 'view']])
  expect(await other.ask('sm', 'app', 'get', 'Builds')).toMatchObject({
    ...{ app_uid: app, title: 'Builds', owner: 'owner@example.com', permission: 'view' },
    people: [{ email: bob, permission: 'view' }],
    devices: [{ device_name: 'ci' }],
  })
  expect(await titles(other)).toEqual(['Primary'])
  expect((await tries(other, 'record', 'get', single)).code).toBe(1)
})

test('who may see it changes nothing, shares nothing on, and each attempt is on record', async () => {
  const attempts: readonly (readonly string[])[] = [
    ['sm', 'client', 'add', '--app', app, '--name', 'mine'],
    ['sm', 'client', 'remove', '--app', app, '--client', 'ci', '--force'],
    ['sm', 'client', 'update', '--app', app, '--client', 'ci', '--unlock-ip'],
    ['sm', 'share', 'remove', '--app', app, '--secret', folder],
    ['sm', 'share', 'update', '--app', app, '--secret', folder, '--readonly'],
    ['sm', 'app', 'update', app, '--name', 'Mine'],
    ['sm', 'app', 'share', app, '--email', carol],
    ['sm', 'app', 'remove', app, '--force'],
  ]
  for (const argv of attempts) {
    const events = await leaves(async () =>
      expect([argv, (await tries(other, ...argv)).code]).toEqual([argv, 3]),
    )
    expect([argv, namesOf(events)]).toEqual([argv, ['action_denied']])
  }
  expect((await tries(other, 'user', 'transfer', '--to', carol, app)).code).toBe(1)
})

test('who manages it adds a device, which reads what the application reads as one of its owner', async () => {
  const raised = await leaves(() => share(owner, '--email', bob, '--admin'))
  expect(raised).toMatchObject([{ audit_event: 'change_share', permission: 'manage' }])
  const add = ['sm', 'client', 'add', '--app', 'Builds', '--name', 'second']
  const [added] = [await other.ask<Uids | Uids[]>(...add)].flat()
  const device = await sdkDevice(server, added?.['token'] ?? '')
  const { records } = await getSecrets(device)
  expect(records.map(({ data }) => data.title).toSorted()).toEqual(['Primary', 'Registrar'])
  const events = await server.events()
  expect(events.findLast(({ audit_event }) => audit_event === 'app_client_added')).toMatchObject({
    ...{ username: bob, device_name: 'second', app_uid: app },
  })
  expect(events.at(-1)).toMatchObject({
    ...{ audit_event: 'app_client_access', username: 'owner@example.com' },
  })
  await other.ask('sm', 'client', 'update', '--app', app, '--client', 'second', '--unlock-ip')
  await other.keepwatch('sm', 'client', 'remove', '--app', app, '--client', 'second', '--force')
  await other.ask('sm', 'app', 'update', app, '--name', 'Builders')
  expect(await applications(owner)).toEqual([['Builders', 'owner']])
})

test('they let it read what is the owner’s and they reach, to be changed only where they may', async () => {
  const mine = await addRecord(other, 'Mine')
  const give = (...argv: readonly string[]) =>
    tries(other, 'sm', 'share', 'add', '--app', app, '--secret', ...argv)
  expect(await give(mine)).toMatchObject({ code: 1 })
  expect((await give(mine)).stderr).toContain('reads what belongs to its owner')
  expect((await give(loose)).code).toBe(1)
  await owner.ask('folder', 'share', loose, '--with', bob)
  expect((await give(loose, '--editable')).code).toBe(3)
  expect((await give(loose)).code).toBe(0)
  const raise = ['sm', 'share', 'update', '--app', app, '--secret', loose, '--editable']
  expect((await tries(other, ...raise)).code).toBe(3)
  await owner.ask('folder', 'share', loose, '--with', bob, '--editable')
  expect((await tries(other, ...raise)).code).toBe(0)
  const record = await addRecord(owner, 'Later', '--folder', loose)
  const [added] = [await other.ask<Uids | Uids[]>('sm', 'client', 'add', '--app', app)].flat()
  const device = await sdkDevice(server, added?.['token'] ?? '')
  expect((await getSecrets(device)).records.map(({ recordUid }) => recordUid)).toContain(record)
  await other.keepwatch('sm', 'share', 'remove', '--app', app, '--secret', loose)
})

test('they share it on, but not what it reads, and nobody shares it with its owner', async () => {
  const events = await leaves(async () => {
    expect(await share(other, '--email', carol, '--admin')).toMatchObject({ folders: [] })
  })
  expect(events).toMatchObject([{ audit_event: 'share', username: bob, to_username: carol }])
  expect(await applications(third)).toEqual([['Builders', 'manage']])
  expect(await titles(third)).toEqual([])
  const back = await tries(other, 'sm', 'app', 'share', app, '--email', 'owner@example.com')
  expect(back).toMatchObject({ code: 1 })
})

test('to share it again changes nothing, unless something else is said', async () => {
  expect(await leaves(() => share(owner, '--email', carol, '--app-only'))).toEqual([])
  const lowered = await leaves(() => share(owner, '--email', carol, '--view-only', '--app-only'))
  expect(lowered).toMatchObject([{ audit_event: 'change_share', permission: 'view' }])
  expect((await tries(third, 'sm', 'client', 'add', '--app', app)).code).toBe(3)
})

test('when it ends, it is not there any more, and machines go on', async () => {
  const events = await leaves(() => unshare(owner, carol))
  expect(events).toMatchObject([
    {
      audit_event: 'remove_share',
      app_uid: app,
      to_username: carol,
      username: 'owner@example.com',
    },
  ])
  expect(await applications(third)).toEqual([])
  expect((await tries(third, 'sm', 'client', 'list', '--app', app)).code).toBe(1)
  expect((await tries(owner, 'sm', 'app', 'unshare', app, '--email', carol)).code).toBe(1)
  const [added] = [await owner.ask<Uids | Uids[]>('sm', 'client', 'add', '--app', app)].flat()
  const device = await sdkDevice(server, added?.['token'] ?? '')
  expect((await getSecrets(device)).records).toHaveLength(2)
})

test('whoever holds it can leave by themselves', async () => {
  await share(owner, '--email', carol)
  expect(namesOf(await leaves(() => unshare(third, carol)))).toEqual(['remove_share'])
  expect(await applications(third)).toEqual([])
})

test('it stays shared when it gets another owner, and ends for whom it then belongs to', async () => {
  await share(owner, '--email', carol)
  await owner.ask('user', 'transfer', '--to', bob, '--all')
  expect(await applications(other)).toEqual([['Builders', 'owner']])
  expect(await applications(third)).toEqual([['Builders', 'view']])
  expect(await applications(owner)).toEqual([])
  expect(await third.ask('sm', 'app', 'get', app)).toMatchObject({ owner: bob })
  expect(await other.ask<{ people: Uids[] }>('sm', 'app', 'get', app)).toMatchObject({
    people: [{ email: carol }],
  })
})

test('somebody who is locked out finds it again when they are let in', async () => {
  await owner.ask('user', 'lock', carol)
  expect((await tries(third, 'sm', 'app', 'list')).code).toBe(3)
  await owner.ask('user', 'unlock', carol)
  expect(await applications(third)).toEqual([['Builders', 'view']])
})

test('it ends with the account, and for everybody with the application', async () => {
  await memberOf(server, 'last@example.com').then((last) => last.remove())
  await share(other, '--email', 'last@example.com')
  await owner.ask('user', 'remove', 'last@example.com')
  expect(await other.ask<{ people: Uids[] }>('sm', 'app', 'get', app)).toMatchObject({
    people: [{ email: carol }],
  })
  const events = await leaves(() => other.keepwatch('sm', 'app', 'remove', app, '--force'))
  expect(namesOf(events).slice(-2)).toEqual(['remove_share', 'app_removed'])
  expect(await applications(third)).toEqual([])
})
