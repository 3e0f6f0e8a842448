import { z } from 'zod'
import { type BindInput, bindDevice } from '../../client/crypto/bind-device.ts'
import type { DeviceConfig } from '../../client/crypto/device-config.ts'
import type { SealedRequest } from '../../client/crypto/device-envelope.ts'
import { Failure } from '../../kernel/errors.ts'
import { reaching } from '../connect.ts'
import type { GlobalOptions } from '../global-options.ts'

/** What the server sees as the version of the client that binds. */
const clientVersion = 'mk0.1.0'

function reasonOf(answer: Uint8Array, status: number): string {
  try {
    return z.object({ message: z.string() }).parse(JSON.parse(new TextDecoder().decode(answer)))
      .message
  } catch {
    return `the server answered ${status}`
  }
}

const postTo =
  (server: string) =>
  async ({ headers, body }: SealedRequest) => {
    const url = `${server}/api/rest/sm/v1/get_secret`
    const response = await reaching(server)(url, { method: 'POST', headers, body })
    const answer = new Uint8Array(await response.arrayBuffer())
    if (response.ok) return answer
    throw new Failure(
      'rejected',
      `the device was turned away: ${reasonOf(answer, response.status)}`,
    )
  }

/**
 * Spends a one-time token at once and gives the configuration that the SDKs take. The request goes where every command
 * goes; the configuration names the host that the server says.
 */
export const connectDevice = (
  { server }: Pick<GlobalOptions, 'server'>,
  input: Omit<BindInput, 'clientVersion'>,
): Promise<DeviceConfig> => bindDevice({ ...input, clientVersion }, postTo(server))
