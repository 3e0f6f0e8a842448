import { afterAll, describe, expect, test } from 'vitest'
import { ownersApi } from '../support/keepwatch.ts'
import { namesOf, type Uids, vaultPeople } from '../support/vault-people.ts'

/** Applications and what is shared with them, through the command line of a real server. */

const people = await vaultPeople()
const { server, owner, other, addRecord, addFolder, createApp, leaves } = people
afterAll(people.stop)

describe('applications', () => {
  test('an application is made, listed by its title, and removed', async () => {
    const events = await leaves(async () => {
      const app = await createApp('Short-lived')
      const list = await owner.ask<Uids[]>('secrets-manager', 'app', 'list')
      expect(list.find(({ app_uid }) => app_uid === app)).toMatchObject({
        title: 'Short-lived',
        records: 0,
        folders: 0,
        devices: 0,
        last_access_at: null,
      })
      expect((await owner.keepwatch('sm', 'app', 'remove', 'Short-lived')).code).toBe(0)
    })
    expect(namesOf(events)).toEqual(['app_created', 'app_removed'])
  })

  test('an application gets another title, which nobody else has, and keeps all that it has', async () => {
    const app = await createApp('Old title')
    await owner.ask('sm', 'client', 'add', '--app', app, '--name', 'worker')
    const events = await leaves(() =>
      owner.ask('sm', 'app', 'update', 'Old title', '--name', 'New title'),
    )
    expect(events).toMatchObject([{ audit_event: 'app_renamed', app_uid: app }])
    expect(await owner.ask('sm', 'app', 'get', 'New title')).toMatchObject({
      app_uid: app,
      title: 'New title',
      devices: [{ device_name: 'worker' }],
    })
    expect(await owner.keepwatch('sm', 'app', 'update', app, '--name', 'New title')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('there is an application New title already'),
    })
  })

  test('an application in use goes only by force, and everything that it had is named', async () => {
    const app = await createApp('In use')
    const record = await addRecord(owner, 'Used')
    const folder = await addFolder('Used folder')
    await owner.ask('sm', 'share', 'add', '--app', app, '--secret', record, folder)
    const device = await owner.ask<Uids>('sm', 'client', 'add', '--app', app, '--name', 'worker')

    expect(await owner.keepwatch('sm', 'app', 'remove', app)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('1 devices and 2 shares'),
    })
    const events = await leaves(() => owner.keepwatch('sm', 'app', 'remove', app, '--force'))
    expect(new Set(namesOf(events))).toEqual(
      new Set(['app_client_removed', 'app_record_removed', 'app_folder_removed', 'app_removed']),
    )
    expect(events[0]).toMatchObject({ device_uid: device['device_uid'], device_name: 'worker' })
    expect(events.at(-1)).toMatchObject({ audit_event: 'app_removed', app_uid: app })
  })

  test('a title is taken once, and an unknown application is said to be missing', async () => {
    await createApp('Twice')
    expect((await owner.keepwatch('sm', 'app', 'create', 'Twice')).code).toBe(1)
    expect(await owner.keepwatch('sm', 'app', 'get', 'Nowhere')).toMatchObject({
      code: 1,
      stdout: '',
      stderr:
        'keepwatch: there is no application Nowhere in your vault: see keepwatch sm app list\n',
    })
  })

  test('to list and to open applications is on the record too', async () => {
    const app = await createApp('Looked at')
    const before = (await server.events()).length
    await owner.keepwatch('sm', 'app', 'get', app)
    expect((await server.events()).slice(before)).toMatchObject([
      { audit_event: 'apps_opened', username: 'owner@example.com' },
      { audit_event: 'app_opened', app_uid: app },
    ])
  })

  test('nobody sees or changes the application of another', async () => {
    const app = await createApp('Private app')
    expect(await other.ask('sm', 'app', 'list')).toEqual([])
    expect((await other.keepwatch('sm', 'client', 'add', '--app', app)).code).toBe(1)
  })
})

describe('shares', () => {
  const share = (verb: string, app: string, ...more: readonly string[]) =>
    owner.keepwatch('sm', 'share', verb, '--app', app, ...more, '--format', 'json')

  test('records and shared folders are shared, changed and taken away, an event each', async () => {
    const app = await createApp('Builds')
    const record = await addRecord(owner, 'Token')
    const folder = await addFolder('Team')
    const added = await leaves(async () => {
      const { json } = await share('add', 'Builds', '--secret', record, folder, '--editable')
      expect(json()).toEqual({
        app_uid: app,
        shares: [
          { secret_uid: record, kind: 'record', editable: true },
          { secret_uid: folder, kind: 'folder', editable: true },
        ],
      })
    })
    expect(added).toMatchObject([
      { audit_event: 'app_record_shared', secret_uid: record, app_uid: app, editable: true },
      { audit_event: 'app_folder_shared', secret_uid: folder, app_uid: app, editable: true },
    ])
    expect(added[0]?.message).toBe(
      `User owner@example.com shared record UID ${record} with KSM application ${app}`,
    )

    const both = ['--secret', record, '--secret', folder]
    const changed = await leaves(() => share('update', app, ...both, '--readonly'))
    expect(changed).toMatchObject([
      { audit_event: 'app_record_share_changed', editable: false },
      { audit_event: 'app_folder_share_changed', editable: false },
    ])
    const removed = await leaves(() => share('remove', app, '--secret', record, folder))
    expect(namesOf(removed)).toEqual(['app_record_removed', 'app_folder_removed'])
  })

  test('one secret that is shared already stops all, and nothing is half done', async () => {
    const app = await createApp('Once')
    const [first, second] = [await addRecord(owner, 'First'), await addRecord(owner, 'Second')]
    await share('add', app, '--secret', first)
    const again = await share('add', app, '--secret', second, first)
    expect(again).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`record ${first} is shared with application ${app} already`),
    })
    expect(await owner.ask('sm', 'app', 'get', app)).toMatchObject({
      shares: [{ secret_uid: first, editable: false }],
    })
  })

  test("neither somebody else's secret nor a lower folder can be shared", async () => {
    const app = await createApp('Strict')
    const foreign = await addRecord(other, 'Foreign')
    const below = await addFolder('Below', '--parent', await addFolder('Above'))
    expect(await share('add', app, '--secret', foreign)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`there is no record or shared folder ${foreign}`),
    })
    expect((await share('add', app, '--secret', below)).code).toBe(2)
    expect((await share('remove', app, '--secret', foreign)).code).toBe(1)
    expect((await share('update', app, '--secret', foreign, '--editable')).code).toBe(1)
    expect(await owner.ask('sm', 'app', 'get', app)).toMatchObject({ shares: [] })
  })

  test('the server refuses a foreign secret by itself, whatever a client sends', async () => {
    const app_uid = await createApp('By hand')
    const secret_uid = await addRecord(other, 'Still foreign')
    const api = await ownersApi(server)
    const encrypted_secret_key = new Uint8Array(60).toBase64()
    const request = { param: { app_uid }, json: { shares: [{ secret_uid, encrypted_secret_key }] } }
    const events = await leaves(() =>
      expect(api.applications[':app_uid'].shares.$post(request)).rejects.toMatchObject({
        kind: 'not-found',
      }),
    )
    expect(namesOf(events)).toEqual(['action_failed'])
  })

  test('what contradicts itself is wrong usage', async () => {
    const app = await createApp('Usage')
    const record = await addRecord(owner, 'Any')
    for (const flags of [
      ['add', '--app', app, '--secret', record, '--editable', '--readonly'],
      ['update', '--app', app, '--secret', record],
      ['add', '--app', app],
      ['add', '--secret', record],
      ['add', '--app', app, '--secret', record, record],
    ])
      expect((await owner.keepwatch('sm', 'share', ...flags)).code).toBe(2)
    expect(await owner.ask('sm', 'app', 'get', app)).toMatchObject({ shares: [] })
  })
})
