import type { Application } from './applications.ts'
import { toBase64 } from './crypto/base64.ts'
import { createDevice } from './crypto/one-time-token.ts'
import { newUid } from './crypto/uid.ts'
import type { Vault } from './vault.ts'

export type NewDevices = {
  /** A name for each; undefined for one that is to be called by the start of its UID. */
  readonly names: readonly (string | undefined)[]
  /** Whether the device may only ever come from the address of its first access. */
  readonly lock_ip: boolean
  /** Minutes; the server's default is 60, the most it takes 1,440. */
  readonly first_access_expires_in_min?: number
  /** Minutes from now; without it access does not end. */
  readonly access_expires_in_min?: number
}

const nameLength = 8

async function newDevice({ appKey }: Application, name: string | undefined) {
  const { token, clientId, encryptedAppKey } = await createDevice(appKey)
  const device_uid = newUid()
  const json = {
    device_uid,
    name: name ?? device_uid.slice(0, nameLength),
    client_id: clientId,
    encrypted_app_key: toBase64(encryptedAppKey),
  }
  return { json, token }
}

/** Adds devices, and gives each one's token, which only this side ever has. */
export async function addDevices(
  { api }: Vault,
  application: Application,
  { names, ...options }: NewDevices,
) {
  const { app_uid } = application
  const made = await Promise.all(names.map((name) => newDevice(application, name)))
  const json = { ...options, devices: made.map((device) => device.json) }
  const answer = await api.applications[':app_uid'].devices.$post({ param: { app_uid }, json })
  const { devices, ...shared } = await answer.json()
  const tokens = new Map(made.map((device) => [device.json.device_uid, device.token]))
  return devices.map((device) => ({
    ...shared,
    ...device,
    token: tokens.get(device.device_uid) ?? '',
  }))
}

export async function removeDevices(
  { api }: Vault,
  app_uid: string,
  device_uids: readonly string[],
) {
  const request = { param: { app_uid }, json: { device_uids: [...device_uids] } }
  return (await api.applications[':app_uid'].devices.removal.$post(request)).json()
}
