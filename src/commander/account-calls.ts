import { roleMay } from '../access/permission.ts'
import { onlyEnterprise } from './enterprise-numbers.ts'
import { nothing, type PersonCall } from './house.ts'
import { accountSummary, deviceOk, enterpriseAccount } from './messages/account.ts'
import { fromBase64 } from './uid-bytes.ts'
import { encode } from './wire.ts'

/** What Commander shows where Keeper would say until when somebody has paid. */
const noEnd = 'never'

/** Who may read events is an administrator to Commander: only those it lets ask for reports. */
const summarise: PersonCall = async ({ house, context, ...device }) => {
  const { account_uid, role, public_key, encrypted_private_key } = context.caller.who
  const known = await house.store.read(({ commanderDevices }) =>
    commanderDevices.find(account_uid, device.device_uid),
  )
  return encode(accountSummary, {
    settings: {
      audit: true,
      emailVerified: true,
      persistentLogin: known !== undefined,
      recordTypesEnabled: true,
    },
    keysInfo: {
      encryptedEccPrivateKey: fromBase64(encrypted_private_key),
      eccPublicKey: fromBase64(public_key),
    },
    isEnterpriseAdmin: roleMay(role, 'events.read'),
    license: {
      productTypeId: 3,
      productTypeName: 'Enterprise',
      expirationDate: noEnd,
      storageExpirationDate: noEnd,
      accountType: enterpriseAccount,
      enterpriseId: onlyEnterprise,
      auditAndReportingEnabled: true,
      isKsmEnabled: true,
    },
    devices: [
      {
        encryptedDeviceToken: fromBase64(device.device_token),
        deviceName: 'Keeper Commander',
        deviceStatus: deviceOk,
        clientVersion: device.version,
        encryptedDataKeyPresent: Boolean(known?.encrypted_data_key),
      },
    ],
    forbidKeyType2: true,
    disallowedFeatures: ['keeper_drive'],
  })
}

/** There are no keys of an old kind to be made anew. */
const noOldKeys: PersonCall = async () => nothing

/** Whoever asks is here: that is what a session is kept for. */
const keepAlive: PersonCall = async () => nothing

export const accountCalls = {
  keep_alive: keepAlive,
  'login/account_summary': summarise,
  'vault/get_change_key_types': noOldKeys,
} as const satisfies Readonly<Record<string, PersonCall>>
