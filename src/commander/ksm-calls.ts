import { perform } from '../access/action.ts'
import { newUid } from '../kernel/ids.ts'
import { addDevices } from '../vault/actions/add-devices.ts'
import { addShares } from '../vault/actions/add-shares.ts'
import { createApplication } from '../vault/actions/create-application.ts'
import { listApplications } from '../vault/actions/list-applications.ts'
import { openApplication } from '../vault/actions/open-application.ts'
import { removeDevices } from '../vault/actions/remove-devices.ts'
import { removeShares } from '../vault/actions/remove-shares.ts'
import { nothing, type OfPerson, type PersonCall } from './house.ts'
import {
  addAppClientRequest,
  addAppSharesRequest,
  appInfoRequest,
  appInfoResponse,
  applicationAddRequest,
  applicationsSummary,
  generalClient,
  removeAppClientsRequest,
  removeAppSharesRequest,
  shareTypes,
} from './messages/ksm.ts'
import { device } from './messages/login.ts'
import { fromBase64, toBase64, uidBytes, uidOf } from './uid-bytes.ts'
import { decode, encode } from './wire.ts'

/** Secrets Manager as Commander administers it, by the actions of every other client. Times are milliseconds. */

const summarise: PersonCall = async ({ context }) => {
  const applications = await perform(context, listApplications, {})
  return encode(applicationsSummary, {
    applicationSummary: applications.map((one) => ({
      appRecordUid: uidBytes(one.app_uid),
      lastAccess: one.last_access_at ?? 0,
      recordShares: one.records,
      folderShares: one.folders,
      folderRecords: one.records,
      clientCount: one.devices,
      username: one.owner ?? '',
      appData: fromBase64(one.data),
    })),
  })
}

/** What Commander calls each device of an application: the server's name for it, which nobody but its owner needs. */
const clientIdsOf = ({ house }: OfPerson, app_uid: string) =>
  house.store.read(async ({ devices }) => {
    const all = await devices.listOf(app_uid)
    return new Map(all.map(({ device_uid, client_id }) => [device_uid, client_id]))
  })

async function infoOf(asked: OfPerson, app_uid: string) {
  const { shares, devices } = await perform(asked.context, openApplication, { app_uid })
  const clientIds = await clientIdsOf(asked, app_uid)
  return {
    appRecordUid: uidBytes(app_uid),
    shares: shares.map(({ secret_uid, kind, editable, created_at }) => ({
      secretUid: uidBytes(secret_uid),
      shareType: shareTypes[kind],
      editable,
      createdOn: created_at,
    })),
    clients: devices.map((one) => ({
      id: one.device_name,
      clientId: fromBase64(clientIds.get(one.device_uid) ?? ''),
      createdOn: one.created_at,
      firstAccess: one.first_access_at ?? 0,
      lastAccess: one.last_access_at ?? 0,
      lockIp: one.lock_ip,
      ipAddress: one.address ?? '',
      firstAccessExpireOn: one.first_access_expires_at,
      accessExpireOn: one.access_expires_at ?? 0,
      appClientType: generalClient,
    })),
  }
}

const appInfo: PersonCall = async (asked) => {
  const uids = decode(appInfoRequest, asked.payload).appRecordUid.map(uidOf)
  const infos = []
  for (const uid of uids) infos.push(await infoOf(asked, uid))
  return encode(appInfoResponse, { appInfo: infos })
}

const addApplication: PersonCall = async ({ context, payload }) => {
  const { appUid, recordKey, data } = decode(applicationAddRequest, payload)
  await perform(context, createApplication, {
    app_uid: uidOf(appUid),
    app_key: toBase64(recordKey),
    data: toBase64(data),
  })
  return nothing
}

const share: PersonCall = async ({ context, payload }) => {
  const { appRecordUid, shares } = decode(addAppSharesRequest, payload)
  await perform(context, addShares, {
    app_uid: uidOf(appRecordUid),
    shares: shares.map(({ secretUid, encryptedSecretKey, editable }) => ({
      secret_uid: uidOf(secretUid),
      encrypted_secret_key: toBase64(encryptedSecretKey),
      editable,
    })),
  })
  return nothing
}

const unshare: PersonCall = async ({ context, payload }) => {
  const { appRecordUid, shares } = decode(removeAppSharesRequest, payload)
  const secret_uids = shares.map(uidOf)
  await perform(context, removeShares, { app_uid: uidOf(appRecordUid), secret_uids })
  return nothing
}

const minute = 60_000
const shortName = 8

/** How many minutes from now on; Commander worked the time out a moment ago. */
const minutesUntil = (time: number, now: Date) =>
  Math.max(1, Math.ceil((time - now.getTime()) / minute))

const addClient: PersonCall = async ({ house, context, payload }) => {
  const request = decode(addAppClientRequest, payload)
  const { appRecordUid, clientId, id, firstAccessExpireOn, accessExpireOn } = request
  const now = house.clock()
  const device_uid = newUid()
  await perform(context, addDevices, {
    app_uid: uidOf(appRecordUid),
    devices: [
      {
        device_uid,
        // Devices have names here; Keeper shows the beginning of its identifier where there is none.
        name: id.trim() || uidOf(clientId).slice(0, shortName),
        client_id: toBase64(clientId),
        encrypted_app_key: toBase64(request.encryptedAppKey),
      },
    ],
    lock_ip: request.lockIp,
    first_access_expires_in_min: minutesUntil(firstAccessExpireOn, now),
    ...(accessExpireOn > 0 && { access_expires_in_min: minutesUntil(accessExpireOn, now) }),
  })
  // Commander prints the one-time token, which it made itself, only when it gets something here.
  return encode(device, { encryptedDeviceToken: uidBytes(device_uid) })
}

const removeClients: PersonCall = async (asked) => {
  const { appRecordUid, clients } = decode(removeAppClientsRequest, asked.payload)
  const app_uid = uidOf(appRecordUid)
  const wanted = new Set(clients.map(toBase64))
  const clientIds = await clientIdsOf(asked, app_uid)
  const device_uids = [...clientIds].flatMap(([uid, id]) => (wanted.has(id) ? [uid] : []))
  await perform(asked.context, removeDevices, { app_uid, device_uids })
  return nothing
}

export const ksmCalls = {
  'vault/get_applications_summary': summarise,
  'vault/get_app_info': appInfo,
  'vault/application_add': addApplication,
  'vault/app_share_add': share,
  'vault/app_share_remove': unshare,
  'vault/app_client_add': addClient,
  'vault/app_client_remove': removeClients,
} as const satisfies Readonly<Record<string, PersonCall>>
