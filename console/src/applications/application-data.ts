import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  type ApplicationPermission,
  changeApplicationShare,
  letIntoFolders,
  shareApplication,
  unshareApplication,
} from '../../../src/client/application-people.ts'
import {
  createApplication,
  findApplication,
  listApplications,
  openApplication,
} from '../../../src/client/applications.ts'
import { printConfig } from '../../../src/client/crypto/device-config.ts'
import { addDevices, removeDevices } from '../../../src/client/devices.ts'
import { addShares, removeShares } from '../../../src/client/shares.ts'
import { findRecipient } from '../../../src/client/transfer.ts'
import type { Vault } from '../../../src/client/vault.ts'
import { connectHere } from './connect-here.ts'
import type { NewDevice, Place } from './new-device.ts'

/** The applications of the vault, titles opened here. */
export const useApplications = (vault: Vault) =>
  useQuery({ queryKey: ['applications'], queryFn: () => listApplications(vault) })

/** One application with its shares and devices. */
export const useApplication = (vault: Vault, app_uid: string) =>
  useQuery({
    queryKey: ['applications', app_uid],
    queryFn: () => openApplication(vault, app_uid),
  })

export type Opened = NonNullable<ReturnType<typeof useApplication>['data']>
export type Device = Opened['devices'][number]
/** Somebody who holds an application that is not theirs. */
export type Holder = Opened['people'][number]

/** Changes something of applications; what is shown of them is asked for again. */
function useChange<Input, Result>(change: (input: Input) => Promise<Result>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: () => client.invalidateQueries({ queryKey: ['applications'] }),
  })
}

export const useCreateApplication = (vault: Vault) =>
  useChange((title: string) => createApplication(vault, title))

type Named = { readonly name: string; readonly place: Place }

const ruleOf = (place: Place) =>
  place === 'network' ? { lock_ip: false, lock_network: true } : { lock_ip: place === 'first' }

export const useAddDevice = (vault: Vault, app_uid: string) =>
  useChange(async ({ name, place }: Named): Promise<NewDevice> => {
    const application = await findApplication(vault, app_uid)
    const [added] = await addDevices(vault, application, { names: [name], ...ruleOf(place) })
    const server = await (await vault.api.server.$get()).json()
    return {
      name,
      place,
      token: added?.token ?? '',
      hostname: server.hostname,
      keyId: server.server_public_key_id,
      key: server.server_public_key,
    }
  })

/** Spends a device's token here, as the device would, for a configuration that is ready to be handed over. */
export const useConnect = () =>
  useChange(async ({ token, hostname, keyId, key }: NewDevice) => {
    const server = { serverPublicKeyId: keyId, serverPublicKey: key }
    const config = await connectHere({ token, hostname, ...server })
    return { json: printConfig(config, 'json'), base64: printConfig(config, 'b64') }
  })

export const useRemoveDevice = (vault: Vault, app_uid: string) =>
  useChange((device_uid: string) => removeDevices(vault, app_uid, [device_uid]))

type Sharing = { readonly secret_uids: readonly string[]; readonly editable: boolean }

/** The key of each secret is wrapped for the application here. */
export const useAddShares = (vault: Vault, app_uid: string) =>
  useChange(async (sharing: Sharing) =>
    addShares(vault, await findApplication(vault, app_uid), sharing),
  )

export const useRemoveShare = (vault: Vault, app_uid: string) =>
  useChange((secret_uid: string) => removeShares(vault, app_uid, [secret_uid]))

type NewHolder = {
  readonly email: string
  readonly permission: ApplicationPermission
  readonly folders: 'with its folders' | 'alone'
}

/** The application's key is wrapped for somebody here, and those of the folders that it reads. */
export const useShareApplication = (vault: Vault, app_uid: string) =>
  useChange(async ({ email, permission, folders }: NewHolder) => {
    const application = await findApplication(vault, app_uid)
    const recipient = await findRecipient(vault.api, email)
    await shareApplication(vault, application, { recipient, permission })
    if (folders === 'with its folders') await letIntoFolders(vault, app_uid, recipient)
  })

export const useChangeHolder = (vault: Vault, app_uid: string) =>
  useChange(({ account_uid, permission }: Pick<Holder, 'account_uid' | 'permission'>) =>
    changeApplicationShare(vault, app_uid, { account_uid, permission }),
  )

export const useUnshareApplication = (vault: Vault, app_uid: string) =>
  useChange((email: string) => unshareApplication(vault, app_uid, email))
