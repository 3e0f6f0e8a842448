import { hashVerifier } from '../../src/access/password.ts'
import { createApplication } from '../../src/client/crypto/application.ts'
import { toBase64 } from '../../src/client/crypto/base64.ts'
import type { Bytes } from '../../src/client/crypto/bytes.ts'
import { createSubFolder, createTopFolder } from '../../src/client/crypto/folder-data.ts'
import { generateKeyPair } from '../../src/client/crypto/key-pair.ts'
import { newKey, wrapKey } from '../../src/client/crypto/key-wrap.ts'
import { createDevice } from '../../src/client/crypto/one-time-token.ts'
import { encryptRecordData } from '../../src/client/crypto/record-data.ts'
import { newUid } from '../../src/client/crypto/uid.ts'
import type { Role } from '../../src/kernel/roles.ts'
import type { Flag } from '../../src/store/sql.ts'
import type { Device } from '../../src/store/state/devices.ts'
import type { Transaction } from '../../src/store/store.ts'

/**
 * A vault made with the owner's own crypto and put into a store as rows, for tests of what devices see. How people make
 * the same things through the server is another test's matter.
 */

const hour = 3_600_000
const started = Date.now()

/** Things are listed in the order in which they were made. */
let things = 0
const nextMoment = () => started + things++

type Keyed = { readonly uid: string; readonly key: Bytes }

/** The owner's side while rows are collected. */
type Ground = {
  readonly rows: ((tx: Transaction) => Promise<unknown>)[]
  readonly owner_uid: string
  readonly dataKey: Bytes
  readonly app_uid: string
  readonly appKey: Bytes
}

type Owner = { readonly ownerEmail: string; readonly role: Role }

async function makeOwner({ rows, owner_uid }: Ground, { ownerEmail: email, role }: Owner) {
  const { publicKey } = await generateKeyPair()
  const verifier_hash = await hashVerifier(newUid())
  rows.push((tx) =>
    tx.accounts.insert({
      account_uid: owner_uid,
      email,
      role,
      salt: '',
      iterations: 1,
      verifier_hash,
      encrypted_data_key: '',
      public_key: toBase64(publicKey),
      encrypted_private_key: '',
      created_at: nextMoment(),
    }),
  )
}

async function makeGround(owner: Owner): Promise<Ground> {
  const dataKey = newKey()
  const { appKey, encryptedAppKey, appData } = await createApplication(dataKey, 'Builds')
  const ground: Ground = { rows: [], owner_uid: newUid(), dataKey, app_uid: newUid(), appKey }
  const { rows, owner_uid, app_uid } = ground
  await makeOwner(ground, owner)
  const [app_key, data] = [toBase64(encryptedAppKey), toBase64(appData)]
  rows.push((tx) =>
    tx.applications.insert({ app_uid, owner_uid, app_key, data, created_at: started }),
  )
  return ground
}

type Wanted = { readonly kind: 'record' | 'folder'; readonly editable: Flag }

async function makeShare({ rows, app_uid, appKey }: Ground, { uid, key }: Keyed, wanted: Wanted) {
  const encrypted_secret_key = toBase64(await wrapKey(appKey, key))
  const created_at = nextMoment()
  rows.push((tx) =>
    tx.shares.insert({ app_uid, secret_uid: uid, ...wanted, encrypted_secret_key, created_at }),
  )
}

/** The password is the title backwards. */
const loginRecord = (title: string) => ({
  title,
  type: 'login',
  fields: [
    { type: 'login', value: ['robot'] },
    { type: 'password', value: [[...title].reverse().join('')] },
  ],
  custom: [{ type: 'text', label: 'team', value: ['blue'] }],
})

type Place = { readonly folder: Keyed; readonly top: Keyed }

async function makeRecord(ground: Ground, title: string, place?: Place): Promise<Keyed> {
  const made = { uid: newUid(), key: newKey() }
  const row = {
    record_uid: made.uid,
    owner_uid: ground.owner_uid,
    folder_uid: place?.folder.uid ?? null,
    top_uid: place?.top.uid ?? null,
    owner_key: toBase64(await wrapKey(ground.dataKey, made.key)),
    folder_key: place ? toBase64(await wrapKey(place.top.key, made.key)) : null,
    data: toBase64(await encryptRecordData(made.key, loginRecord(title))),
    revision: 1,
    created_at: nextMoment(),
    modified_at: started,
  }
  ground.rows.push((tx) => tx.records.insert(row))
  return made
}

async function makeFolder(ground: Ground, name: string, top?: Keyed): Promise<Keyed> {
  const uid = newUid()
  const made = await (top ? createSubFolder(top.key, name) : createTopFolder(ground.dataKey, name))
  const row = {
    folder_uid: uid,
    top_uid: top?.uid ?? uid,
    parent_uid: top?.uid ?? null,
    owner_uid: ground.owner_uid,
    folder_key: toBase64(made.encryptedFolderKey),
    data: toBase64(made.data),
    created_at: nextMoment(),
  }
  ground.rows.push((tx) => tx.folders.insert(row))
  return { uid, key: made.folderKey }
}

/** A device as a test wants it: everything that is not said is as the product makes it. */
export type WantedDevice = Pick<Device, 'name'> &
  Partial<
    Pick<
      Device,
      | 'lock_ip'
      | 'lock_network'
      | 'allowed'
      | 'first_access_expires_at'
      | 'access_expires_at'
      | 'removed_at'
    >
  >

async function makeDevice({ rows, app_uid, appKey }: Ground, wanted: WantedDevice) {
  const device_uid = newUid()
  const { token, clientId, encryptedAppKey } = await createDevice(appKey)
  const device: Device = {
    lock_ip: 1,
    lock_network: 0,
    allowed: null,
    first_access_expires_at: Date.now() + hour,
    access_expires_at: null,
    removed_at: null,
    ...wanted,
    device_uid,
    app_uid,
    client_id: clientId,
    encrypted_app_key: toBase64(encryptedAppKey),
    created_at: nextMoment(),
    address: null,
    public_key: null,
    first_access_at: null,
    last_access_at: null,
    client_version: null,
  }
  rows.push((tx) => tx.devices.insert(device))
  const { removed_at } = device
  if (removed_at !== null) rows.push((tx) => tx.devices.remove(device_uid, removed_at))
  return { device_uid, token, clientId }
}

/**
 * One application with a record that is shared by itself, a shared folder (Production) with a record, and a folder below
 * it (Databases) with another. A further record is not shared.
 */
export async function filledVault({
  editable = 1 as Flag,
  singles = 1,
  ownerEmail = 'owner@example.com',
  role = 'owner' as Role,
} = {}) {
  const ground = await makeGround({ ownerEmail, role })
  const single: string[] = []
  for (let at = 1; at <= singles; at++) {
    const made = await makeRecord(ground, at === 1 ? 'Single' : `Single ${at}`)
    await makeShare(ground, made, { kind: 'record', editable })
    single.push(made.uid)
  }
  const top = await makeFolder(ground, 'Production')
  const below = await makeFolder(ground, 'Databases', top)
  await makeShare(ground, top, { kind: 'folder', editable })
  const inFolder = await makeRecord(ground, 'Registry', { folder: top, top })
  const inFolderBelow = await makeRecord(ground, 'Database', { folder: below, top })
  const notShared = await makeRecord(ground, 'Private')

  return {
    ownerEmail,
    owner_uid: ground.owner_uid,
    app_uid: ground.app_uid,
    single: single[0] ?? '',
    folder: top.uid,
    folderBelow: below.uid,
    inFolder: inFolder.uid,
    inFolderBelow: inFolderBelow.uid,
    notShared: notShared.uid,
    /** The record in the folder can then be reached in two ways. */
    shareInFolder: (flag: Flag) => makeShare(ground, inFolder, { kind: 'record', editable: flag }),
    /** A shared folder without any record. */
    async shareEmptyFolder() {
      const empty = await makeFolder(ground, 'Empty')
      await makeShare(ground, empty, { kind: 'folder', editable })
      return empty.uid
    },
    /** Adds a device; gives its one-time token. */
    device: (wanted: WantedDevice) => makeDevice(ground, wanted),
    /** Puts it all into a store; once. */
    async fill(tx: Transaction): Promise<void> {
      for (const row of ground.rows) await row(tx)
    },
  }
}
