import type { Application } from './applications.ts'
import { toBase64 } from './crypto/base64.ts'
import { createDevice } from './crypto/one-time-token.ts'
import { newUid } from './crypto/uid.ts'
import type { Vault } from './vault.ts'

/**
 * From where a device may come: from anywhere, from the address of its first access, from the network of that (/64 in
 * IPv6), or from a set of addresses and CIDRs.
 */
export type AddressRule = {
  readonly lock_ip: boolean
  readonly lock_network?: boolean
  readonly allowed_ips?: readonly string[]
}

const listed = (allowed_ips: AddressRule['allowed_ips']) =>
  allowed_ips && { allowed_ips: [...allowed_ips] }

export type NewDevices = AddressRule & {
  /** A name for each; undefined for one that is to be called by the start of its UID. */
  readonly names: readonly (string | undefined)[]
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
  { names, allowed_ips, ...options }: NewDevices,
) {
  const { app_uid } = application
  const made = await Promise.all(names.map((name) => newDevice(application, name)))
  const json = { ...options, ...listed(allowed_ips), devices: made.map((device) => device.json) }
  const answer = await api.applications[':app_uid'].devices.$post({ param: { app_uid }, json })
  const { devices, ...shared } = await answer.json()
  const tokens = new Map(made.map((device) => [device.json.device_uid, device.token]))
  return devices.map((device) => ({
    ...shared,
    ...device,
    token: tokens.get(device.device_uid) ?? '',
  }))
}

/** Sets anew from where devices may come; one that is locked to its first address is locked to its next one then. */
export async function changeDeviceLock(
  { api }: Vault,
  app_uid: string,
  { device_uids, allowed_ips, ...rule }: AddressRule & { readonly device_uids: readonly string[] },
) {
  const json = { ...rule, ...listed(allowed_ips), device_uids: [...device_uids] }
  return (await api.applications[':app_uid'].devices.$patch({ param: { app_uid }, json })).json()
}

export async function removeDevices(
  { api }: Vault,
  app_uid: string,
  device_uids: readonly string[],
) {
  const request = { param: { app_uid }, json: { device_uids: [...device_uids] } }
  return (await api.applications[':app_uid'].devices.removal.$post(request)).json()
}
