import { Failure } from '../kernel/errors.ts'
import { fromBase64, toBase64 } from './crypto/base64.ts'
import type { Bytes } from './crypto/bytes.ts'
import { wrapForPublicKey } from './crypto/ecies.ts'
import {
  decryptFolderName,
  encryptFolderName,
  openSubFolderKey,
  wrapSubFolderKey,
} from './crypto/folder-data.ts'
import { newKey, unwrapKey, wrapKey } from './crypto/key-wrap.ts'
import { openOwnerKey } from './owner-key.ts'
import type { Vault } from './vault.ts'

/** Whose shares end with a new key. */
export type Without = { readonly people?: readonly string[]; readonly teams?: readonly string[] }

const fetchKeys = async ({ api }: Vault, folder_uid: string) =>
  (await api.folders[':folder_uid'].key.$get({ param: { folder_uid } })).json()

type Sealed = Awaited<ReturnType<typeof fetchKeys>>
type Change = { readonly vault: Vault; readonly before: Bytes; readonly after: Bytes }

/** A record's key, by the folder or as its owner has it; undefined where neither opens, which a device may have left. */
async function recordKeyUnder({ vault, before }: Change, record: Sealed['records'][number]) {
  const { key, owner_key } = record
  const byFolder = key === null ? undefined : unwrapKey(before, fromBase64(key))
  return byFolder?.catch(() => openOwnerKey(vault, owner_key)).catch(() => undefined)
}

const lowerFolders = ({ before, after }: Change, folders: Sealed['folders']) =>
  Promise.all(
    folders.map(async ({ uid, key }) => {
      const own = await openSubFolderKey(before, fromBase64(key))
      return { uid, key: toBase64(await wrapSubFolderKey(after, own)) }
    }),
  )

const recordsIn = (change: Change, records: Sealed['records']) =>
  Promise.all(
    records.map(async (record) => {
      const key = await recordKeyUnder(change, record)
      return { uid: record.uid, key: key ? toBase64(await wrapKey(change.after, key)) : null }
    }),
  )

const applicationsOf = ({ vault, after }: Change, applications: Sealed['applications']) =>
  Promise.all(
    applications.map(async ({ uid, key }) => {
      const appKey = await openOwnerKey(vault, key)
      return { uid, key: toBase64(await wrapKey(appKey, after)) }
    }),
  )

type Holder = { readonly uid: string; readonly public_key: string }

const holders = ({ after }: Change, all: readonly Holder[], without: readonly string[]) =>
  Promise.all(
    all
      .filter(({ uid }) => !without.includes(uid))
      .map(async ({ uid, public_key }) => ({
        uid,
        key: toBase64(await wrapForPublicKey(fromBase64(public_key), after)),
      })),
  )

async function renewOnce(vault: Vault, folder_uid: string, { people = [], teams = [] }: Without) {
  const sealed = await fetchKeys(vault, folder_uid)
  const before = await openOwnerKey(vault, sealed.folder_key)
  const change = { vault, before, after: newKey() }
  const name = await decryptFolderName(before, fromBase64(sealed.data))
  const json = {
    key_revision: sealed.key_revision,
    folder_key: toBase64(await wrapKey(vault.dataKey, change.after)),
    data: toBase64(await encryptFolderName(change.after, name)),
    folders: await lowerFolders(change, sealed.folders),
    records: await recordsIn(change, sealed.records),
    applications: await applicationsOf(change, sealed.applications),
    people: await holders(change, sealed.people, people),
    teams: await holders(change, sealed.teams, teams),
    without: { people: [...people], teams: [...teams] },
  }
  const answer = await vault.api.folders[':folder_uid'].key.$put({ param: { folder_uid }, json })
  return answer.json()
}

const mostTries = 3

/**
 * Makes a new key for a shared folder of one's own and wraps everything in it anew, for its applications, people and teams but those
 * whose share ends with it. What is in it stays as it is; somebody who has the key of before opens nothing that comes later.
 * It happens whole or not at all, and is tried again when somebody changed the folder meanwhile.
 */
export async function renewFolderKey(vault: Vault, folder_uid: string, without: Without = {}) {
  for (let tries = 1; ; tries += 1)
    try {
      return await renewOnce(vault, folder_uid, without)
    } catch (error) {
      const isChanged = error instanceof Failure && error.kind === 'conflict'
      if (!isChanged || tries === mostTries) throw error
    }
}

/** Changes the keys that are due, because somebody knows them who is no longer let in; says of which folders. */
export async function renewDueKeys(vault: Vault): Promise<readonly string[]> {
  const { folders } = await (await vault.api.vault.$get()).json()
  const due = folders.filter(({ key_due_since }) => key_due_since !== null)
  for (const { folder_uid } of due) await renewFolderKey(vault, folder_uid)
  return due.map(({ folder_uid }) => folder_uid)
}
