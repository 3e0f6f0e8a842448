import {
  createApplication as makeApplication,
  wrapSecretKey,
} from '../client/crypto/application.ts'
import { toBase64 } from '../client/crypto/base64.ts'
import type { Bytes } from '../client/crypto/bytes.ts'
import { createSubFolder, createTopFolder } from '../client/crypto/folder-data.ts'
import { newKey, wrapKey } from '../client/crypto/key-wrap.ts'
import { createDevice } from '../client/crypto/one-time-token.ts'
import { encryptRecordData, type RecordData } from '../client/crypto/record-data.ts'
import { newUid } from '../client/crypto/uid.ts'
import { notFound } from '../kernel/errors.ts'
import { addDevices } from '../vault/actions/add-devices.ts'
import { addFolder } from '../vault/actions/add-folder.ts'
import { addRecord } from '../vault/actions/add-record.ts'
import { addShares } from '../vault/actions/add-shares.ts'
import { createApplication } from '../vault/actions/create-application.ts'
import { openRecord } from '../vault/actions/open-record.ts'
import { removeRecord } from '../vault/actions/remove-record.ts'
import { updateRecord } from '../vault/actions/update-record.ts'
import type { Colleague, Desk } from './colleague.ts'
import type { PlannedShare } from './planned-applications.ts'
import { newPassword, type PlannedRecord } from './planned-records.ts'

/** A record or an application, and its key, which only its owner's side has. */
export type Kept = { readonly uid: string; readonly key: Bytes }
export type KeptRecord = Kept & { readonly data: RecordData }
type KeptFolder = Kept & { readonly topKey: Bytes }

/** A desk, and a time. */
export type Moment = { readonly desk: Desk; readonly time: number }

export type NewDevice = {
  readonly application: string
  readonly name: string
  readonly lock_ip: boolean
  readonly access_expires_in_min?: number
}

/** The same record with another password, or another note. */
export const rotated = (data: RecordData): RecordData => ({
  ...data,
  fields: data.fields.map((field) =>
    field.type === 'password' || field.type === 'note'
      ? { ...field, value: [newPassword()] }
      : field,
  ),
})

function found<Thing>(things: ReadonlyMap<string, Thing>, name: string): Thing {
  const thing = things.get(name)
  if (thing === undefined) throw notFound(`the demo has nothing called ${name}`)
  return thing
}

/** Folders by their path, made when something is put into them. */
function foldersOf(dataKey: Bytes) {
  const folders = new Map<string, KeptFolder>()

  async function add(path: string, { desk, time }: Moment): Promise<KeptFolder> {
    const above = path.split('/').slice(0, -1).join('/')
    const name = path.slice(above ? above.length + 1 : 0)
    const parent = above ? await folderAt(above, { desk, time }) : undefined
    const made = await (parent
      ? createSubFolder(parent.topKey, name)
      : createTopFolder(dataKey, name))
    const uid = newUid()
    await desk.act(time, addFolder, {
      folder_uid: uid,
      folder_key: toBase64(made.encryptedFolderKey),
      data: toBase64(made.data),
      ...(parent && { parent_uid: parent.uid }),
    })
    const folder = { uid, key: made.folderKey, topKey: parent?.topKey ?? made.folderKey }
    folders.set(path, folder)
    return folder
  }

  const folderAt = async (path: string, moment: Moment): Promise<KeptFolder> =>
    folders.get(path) ?? add(path, moment)

  return { folders, folderAt }
}

/** Gives the device's one-time token, and the name by which the server knows it. */
async function addDeviceTo(
  { uid: app_uid, key }: Kept,
  { application: _, name, ...options }: NewDevice,
  { desk, time }: Moment,
) {
  const { token, clientId, encryptedAppKey } = await createDevice(key)
  const device_uid = newUid()
  const encrypted_app_key = toBase64(encryptedAppKey)
  const device = { device_uid, name, client_id: clientId, encrypted_app_key }
  await desk.act(time, addDevices, { app_uid, ...options, devices: [device] })
  return { app_uid, device_uid, token, clientId }
}

/**
 * What somebody has in their vault, by title, and what they do with it. It makes keys and ciphertext as every client
 * does, and sends them through the actions of the server.
 */
export function vaultOf({ dataKey }: Colleague) {
  const { folders, folderAt } = foldersOf(dataKey)
  const records = new Map<string, KeptRecord>()
  const applications = new Map<string, Kept>()
  const secret = (name: string): Kept => records.get(name) ?? found(folders, name)

  async function wrapShare(application: Kept, { secret: name, editable = false }: PlannedShare) {
    const { uid, key } = secret(name)
    const wrapped = toBase64(await wrapSecretKey(application.key, key))
    return { secret_uid: uid, editable, encrypted_secret_key: wrapped }
  }

  return {
    records,
    applications,
    secret,

    async addRecord({ folder, data }: PlannedRecord, { desk, time }: Moment): Promise<void> {
      const [uid, key] = [newUid(), newKey()]
      const place = folder === undefined ? undefined : await folderAt(folder, { desk, time })
      await desk.act(time, addRecord, {
        record_uid: uid,
        owner_key: toBase64(await wrapKey(dataKey, key)),
        data: toBase64(await encryptRecordData(key, data)),
        ...(place && {
          folder: { folder_uid: place.uid, folder_key: toBase64(await wrapKey(place.topKey, key)) },
        }),
      })
      records.set(data.title, { uid, key, data })
    },

    async removeRecord(title: string, { desk, time }: Moment): Promise<void> {
      await desk.act(time, removeRecord, { record_uid: found(records, title).uid })
      records.delete(title)
    },

    /** Opens a record and stores it with another password. */
    async rotate(title: string, { desk, time }: Moment): Promise<void> {
      const { uid, key, data } = found(records, title)
      const { revision } = await desk.act(time, openRecord, { record_uid: uid })
      const changed = toBase64(await encryptRecordData(key, rotated(data)))
      await desk.act(time + 40_000, updateRecord, { record_uid: uid, data: changed, revision })
    },

    async addApplication(title: string, { desk, time }: Moment): Promise<void> {
      const { appKey, encryptedAppKey, appData } = await makeApplication(dataKey, title)
      const uid = newUid()
      const sealed = { app_key: toBase64(encryptedAppKey), data: toBase64(appData) }
      await desk.act(time, createApplication, { app_uid: uid, ...sealed })
      applications.set(title, { uid, key: appKey })
    },

    async share(title: string, secrets: readonly PlannedShare[], { desk, time }: Moment) {
      const application = found(applications, title)
      const shares = await Promise.all(secrets.map((planned) => wrapShare(application, planned)))
      await desk.act(time, addShares, { app_uid: application.uid, shares })
    },

    addDevice: (device: NewDevice, moment: Moment) =>
      addDeviceTo(found(applications, device.application), device, moment),
  }
}

export type Vault = ReturnType<typeof vaultOf>
