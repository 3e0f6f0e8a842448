import { type BindInput, bindDevice } from '../../../src/client/crypto/bind-device.ts'
import type { DeviceConfig } from '../../../src/client/crypto/device-config.ts'
import type { SealedRequest } from '../../../src/client/crypto/device-envelope.ts'
import { Failure } from '../../../src/kernel/errors.ts'
import { send } from '../session.ts'

/** What the server sees as the version of the client that binds. */
const clientVersion = 'mk0.1.0'

async function post({ headers, body }: SealedRequest) {
  const response = await send('/api/rest/sm/v1/get_secret', { method: 'POST', headers, body })
  if (response.ok) return new Uint8Array(await response.arrayBuffer())
  const answer = (await response.json().catch(() => ({}))) as { message?: unknown }
  throw new Failure('rejected', `the device was turned away: ${answer.message ?? response.status}`)
}

/** Acts as the device, from this browser: spends its token for a configuration that the SDKs take as it is. */
export const connectHere = (input: Omit<BindInput, 'clientVersion'>): Promise<DeviceConfig> =>
  bindDevice({ ...input, clientVersion }, post)
