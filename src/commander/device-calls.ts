import { perform } from '../access/action.ts'
import { nothing, type PersonCall } from './house.ts'
import { registerDataKeyRequest, userSettingRequest } from './messages/login.ts'
import { leaveDevice, letDeviceIn, registerDevice, shutDeviceOut } from './own-devices.ts'
import { CommanderRefusal } from './refusal.ts'
import { toBase64 } from './uid-bytes.ts'
import { decode } from './wire.ts'

/**
 * Commander leaves a data key at every login. It is taken once, and only for a device that its owner lets in without a password:
 * from any other the server wants nothing that it would have to keep safe.
 */
const registerDataKey: PersonCall = async ({ house, payload, context, device_uid }) => {
  const { account_uid } = context.caller.who
  const known = await house.store.read(({ commanderDevices }) =>
    commanderDevices.find(account_uid, device_uid),
  )
  if (known?.encrypted_data_key !== '') return nothing
  const { encryptedDeviceDataKey } = decode(registerDataKeyRequest, payload)
  const input = { device_uid, encrypted_data_key: toBase64(encryptedDeviceDataKey) }
  await perform(context, registerDevice, input)
  return nothing
}

const persistentLogin = 'persistent_login'

const setSetting: PersonCall = async ({ payload, context, device_uid }) => {
  const { setting, value } = decode(userSettingRequest, payload)
  if (setting !== persistentLogin)
    throw new CommanderRefusal('invalid', {
      word: 'unsupported',
      message: `Keepwatch has no setting ${setting}: only persistent-login can be switched here.`,
    })
  if (value === '1') await perform(context, letDeviceIn, { device_uid })
  else await perform(context, shutDeviceOut, { device_uid })
  return nothing
}

const logOut: PersonCall = async ({ context, device_uid }) => {
  await perform(context, leaveDevice, { device_uid })
  return nothing
}

export const deviceCalls = {
  'authentication/register_encrypted_data_key_for_device': registerDataKey,
  'setting/set_user_setting': setSetting,
  'vault/logout_v3': logOut,
} as const satisfies Readonly<Record<string, PersonCall>>
