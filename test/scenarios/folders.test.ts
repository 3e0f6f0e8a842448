import { afterAll, expect, test } from 'vitest'
import { namesOf, type Uids, vaultPeople } from '../support/vault-people.ts'

/** Folders of a vault, through the command line of a real server. */

const people = await vaultPeople()
const { owner, other, addRecord, addFolder, createApp, leaves } = people
afterAll(people.stop)

test('a shared folder and one below it are made, listed with their names, and recorded', async () => {
  const events = await leaves(async () => {
    const top = await addFolder('Production')
    const below = await addFolder('Databases', '--parent', top)
    const folders = await owner.ask<Uids[]>('folder', 'list')
    expect(folders).toMatchObject([
      { folder_uid: top, name: 'Production', parent_uid: null, shared_folder_uid: top },
      { folder_uid: below, name: 'Databases', parent_uid: top, shared_folder_uid: top },
    ])
  })
  expect(namesOf(events)).toEqual(['added_shared_folder', 'added_folder'])
})

test('a folder moves inside its shared folder, and nowhere else', async () => {
  const top = await addFolder('Top')
  const a = await addFolder('A', '--parent', top)
  const b = await addFolder('B', '--parent', a)
  const elsewhere = await addFolder('Elsewhere')
  const move = (folder: string, parent: string) =>
    owner.keepwatch('folder', 'move', folder, '--parent', parent)

  const events = await leaves(() => move(b, top))
  expect(events).toMatchObject([{ audit_event: 'moved_folder', folder_uid: b, parent_uid: top }])
  expect((await move(a, b)).code).toBe(0)
  expect(await move(b, a)).toMatchObject({ code: 1, stderr: expect.stringContaining('lies in') })
  expect((await move(b, b)).code).toBe(1)
  expect(await move(a, elsewhere)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`only move inside shared folder ${top}`),
  })
  expect(await move(top, a)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('stays on top'),
  })
})

test('a folder that holds something goes only by force, and takes everything with it', async () => {
  const top = await addFolder('Doomed')
  const below = await addFolder('Inside', '--parent', top)
  const record = await addRecord(owner, 'Lost', '--folder', below)
  const app = await createApp('Doomed app')
  await owner.ask('sm', 'share', 'add', '--app', app, '--secret', top, record)

  const refused = await owner.keepwatch('folder', 'remove', top)
  expect(refused).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('holds 1 records and 1 folders'),
  })
  expect((await owner.keepwatch('record', 'get', record)).code).toBe(0)

  const events = await leaves(() => owner.keepwatch('folder', 'remove', top, '--force'))
  expect(events).toMatchObject([
    { audit_event: 'app_record_removed', secret_uid: record, app_uid: app },
    { audit_event: 'app_folder_removed', secret_uid: top, app_uid: app },
    { audit_event: 'record_delete', record_uid: record },
    { audit_event: 'deleted_folder', folder_uid: below, shared_folder_uid: top },
    { audit_event: 'deleted_shared_folder', shared_folder_uid: top },
  ])
  expect((await owner.keepwatch('record', 'get', record)).code).toBe(1)
  expect(await owner.ask('sm', 'app', 'get', app)).toMatchObject({ shares: [] })
})

test('a lower folder takes only its own records along', async () => {
  const top = await addFolder('Kept')
  const below = await addFolder('Gone', '--parent', top)
  const kept = await addRecord(owner, 'Kept record', '--folder', top)
  const gone = await addRecord(owner, 'Gone record', '--folder', below)
  const events = await leaves(() => owner.keepwatch('folder', 'remove', below, '--force'))
  expect(events).toMatchObject([
    { audit_event: 'record_delete', record_uid: gone },
    { audit_event: 'deleted_folder', folder_uid: below },
  ])
  expect((await owner.keepwatch('record', 'get', kept)).code).toBe(0)
})

test("somebody else's folder is not there, and the attempt is on the record", async () => {
  const top = await addFolder('Mine')
  const events = await leaves(async () => {
    const answer = await other.keepwatch('folder', 'remove', top)
    expect(answer).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`there is no folder ${top} in your vault`),
    })
  })
  expect(events).toMatchObject([
    { audit_event: 'action_failed', action: 'folder.remove', reason: 'not-found' },
  ])
})
