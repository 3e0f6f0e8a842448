import { afterAll, expect, test } from 'vitest'
import { logIn } from '../../src/client/account.ts'
import { connectApi } from '../../src/client/api.ts'
import { fromBase64, toBase64 } from '../../src/client/crypto/base64.ts'
import type { Bytes } from '../../src/client/crypto/bytes.ts'
import { unwrapKey } from '../../src/client/crypto/key-wrap.ts'
import { renewFolderKey } from '../../src/client/folder-key.ts'
import { findFolderPlace } from '../../src/client/folders.ts'
import { openOwnerKey } from '../../src/client/owner-key.ts'
import { addRecord } from '../../src/client/records.ts'
import type { Vault } from '../../src/client/vault.ts'
import { namesOf, vaultPeople } from '../support/vault-people.ts'

/** What a key of before opens, and what becomes of two who change the folder at once. */

const people = await vaultPeople()
const { server, owner, other, addFolder, leaves } = people
const bob = 'other@example.com'

afterAll(() => people.stop())

/** Somebody's vault, for what no command would do. */
async function vaultOf(email: string): Promise<Vault> {
  const { url } = server
  const password = `the password of ${email}`
  const { token, dataKey, keyPair } = await logIn(connectApi({ server: url }), { email, password })
  return { api: connectApi({ server: url, token }), dataKey, keyPair }
}

const recordsOf = async ({ api }: Vault) => (await (await api.vault.$get()).json()).records
const login = (title: string) => ({ title, type: 'login', fields: [], custom: [] })
const opens = (key: Bytes, wrapped: string) =>
  unwrapKey(key, fromBase64(wrapped)).then(
    () => true,
    () => false,
  )

/** A shared folder with a record in it, which Bob is let into; Bob keeps its key. */
async function sharedWithBob(name: string) {
  const folder = await addFolder(name)
  await owner.ask('record', 'add', '--title', 'Before', '--folder', folder)
  await owner.ask('folder', 'share', folder, '--with', bob, '--editable')
  const theirs = await vaultOf(bob)
  const { topFolderKey } = await findFolderPlace(theirs, folder)
  return { folder, theirs, kept: topFolderKey }
}

test('the key that somebody kept opens nothing of what is stored and written from then on', async () => {
  const { folder, kept } = await sharedWithBob('Kept')
  const mine = await vaultOf('owner@example.com')
  const before = (await recordsOf(mine)).find(({ top_uid }) => top_uid === folder)
  expect(await opens(kept, before?.folder_key ?? '')).toBe(true)
  await owner.ask('folder', 'unshare', folder, '--with', bob)
  await owner.ask('record', 'add', '--title', 'After', '--folder', folder)
  const after = (await recordsOf(mine)).filter(({ top_uid }) => top_uid === folder)
  expect(after).toHaveLength(2)
  for (const { folder_key } of after) expect(await opens(kept, folder_key ?? '')).toBe(false)
  // The records are as they were: only their keys lie under another one.
  expect(after[0]).toMatchObject({ data: before?.data, revision: 1 })
})

test('who leaves by themselves makes no key: the owner does before the next record', async () => {
  const { folder, kept } = await sharedWithBob('Left')
  await other.ask('folder', 'unshare', folder, '--with', bob)
  const events = await leaves(() =>
    owner.ask('record', 'add', '--title', 'After', '--folder', folder),
  )
  expect(namesOf(events)).toEqual(['shared_folder_key_changed', 'record_add', 'folder_add_record'])
  const mine = await vaultOf('owner@example.com')
  for (const { top_uid, folder_key } of await recordsOf(mine))
    if (top_uid === folder) expect(await opens(kept, folder_key ?? '')).toBe(false)
})

test('a record that was wrapped with the key of before is refused, and so is a key for what is not there any more', async () => {
  const { folder, theirs } = await sharedWithBob('Raced')
  const place = await findFolderPlace(theirs, folder)
  const mine = await vaultOf('owner@example.com')
  await renewFolderKey(mine, folder)
  await expect(addRecord(theirs, login('Late'), place)).rejects.toMatchObject({ kind: 'conflict' })
  const fresh = await findFolderPlace(theirs, folder)
  await addRecord(theirs, login('In time'), fresh)
  const route = mine.api.folders[':folder_uid'].key
  const sealed = await (await route.$get({ param: { folder_uid: folder } })).json()
  const key = toBase64(new Uint8Array(60))
  const json = {
    ...{ key_revision: sealed.key_revision, folder_key: key, data: toBase64(new Uint8Array(48)) },
    ...{ folders: [], records: [], applications: [], people: [], teams: [] },
  }
  const renewing = route.$put({ param: { folder_uid: folder }, json })
  await expect(renewing).rejects.toMatchObject({ kind: 'conflict' })
  // Nothing was done: everything opens as before.
  expect((await other.ask<object[]>('record', 'list')).length).toBeGreaterThan(0)
  expect(await openOwnerKey(mine, sealed.folder_key)).toHaveLength(32)
})
