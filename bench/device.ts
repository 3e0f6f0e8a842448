import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setDefaultCACertificates } from 'node:tls'
import { createFirstAccount, logIn } from '../src/client/account.ts'
import { connectApi } from '../src/client/api.ts'
import { createApplication, findApplication } from '../src/client/applications.ts'
import { fromBase64 } from '../src/client/crypto/base64.ts'
import { bindDevice } from '../src/client/crypto/bind-device.ts'
import type { DeviceConfig } from '../src/client/crypto/device-config.ts'
import { type SealedRequest, sealRequest } from '../src/client/crypto/device-envelope.ts'
import { addDevices } from '../src/client/devices.ts'
import { addRecord } from '../src/client/records.ts'
import { addShares } from '../src/client/shares.ts'

const account = { email: 'bench@example.com', password: 'bench password' }

const record = (n: number) => ({
  title: `Service ${n}`,
  type: 'login',
  fields: [
    { type: 'login', value: [`service-${n}`] },
    { type: 'password', value: ['s3cret-s3cret-s3cret'] },
  ],
  custom: [],
})

const post =
  (url: string) =>
  async ({ headers, body }: SealedRequest) => {
    const response = await fetch(`${url}/api/rest/sm/v1/get_secret`, {
      method: 'POST',
      headers,
      body,
    })
    if (!response.ok) throw new Error(await response.text())
    return new Uint8Array(await response.arrayBuffer())
  }

/** Somebody who is logged in to a fresh server, over the real client. */
export async function firstOwner(url: string, folder: string) {
  if (url.startsWith('https:'))
    setDefaultCACertificates([await readFile(join(folder, 'tls/ca.pem'), 'utf8')])
  const setupCode = (await readFile(join(folder, 'setup-code'), 'utf8')).trim()
  const open = connectApi({ server: url })
  await createFirstAccount(open, { ...account, organisation: 'Bench', setupCode })
  const owner = await logIn(open, account)
  return { ...owner, api: connectApi({ server: url, token: owner.token }) }
}

type Owner = Awaited<ReturnType<typeof firstOwner>>

/** A bound device of an application with so many records. */
export async function boundDevice(owner: Owner, url: string, records: number) {
  await createApplication(owner, `bench ${records}`)
  const application = await findApplication(owner, `bench ${records}`)
  const uids: string[] = []
  for (let n = 0; n < records; n++) uids.push((await addRecord(owner, record(n))).record_uid)
  await addShares(owner, application, { secret_uids: uids, editable: false })
  const [made] = await addDevices(owner, application, { names: ['bench'], lock_ip: false })
  const { hostname, server_public_key_id, server_public_key } = await (
    await owner.api.server.$get()
  ).json()
  return bindDevice(
    {
      hostname,
      token: made?.token ?? '',
      serverPublicKeyId: server_public_key_id,
      serverPublicKey: server_public_key,
      clientVersion: 'mk0.1.0',
    },
    post(url),
  )
}

/** Requests for everything, each sealed on its own as a device would: made before the clock starts. */
export const sealedReads = (config: DeviceConfig, count: number): Promise<SealedRequest[]> =>
  Promise.all(
    Array.from({ length: count }, () =>
      sealRequest({
        privateKey: fromBase64(config.privateKey),
        serverPublicKey: config.serverPublicKey,
        serverPublicKeyId: config.serverPublicKeyId,
        payload: { clientVersion: 'mk0.1.0', clientId: config.clientId, requestLinks: true },
      }),
    ),
  )
