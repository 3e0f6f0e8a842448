import { decryptGcm } from '../../src/client/crypto/aes-gcm.ts'
import { fromBase64, toBase64 } from '../../src/client/crypto/base64.ts'
import { generateKeyPair } from '../../src/client/crypto/key-pair.ts'
import { unlock } from '../../src/client/crypto/master-password.ts'
import {
  device,
  deviceRegistrationRequest,
  loginResponse,
  startLoginRequest,
  validateAuthHashRequest,
} from '../../src/commander/messages/login.ts'
import { decode, encode, type Read } from '../../src/commander/wire.ts'
import { commanderCall } from './commander-call.ts'
import type { TestServer } from './server.ts'

type Said = Read<typeof loginResponse>

/** Commander's protocol spoken by hand, for what the real one would take long for. */
export async function rawCommander(server: Pick<TestServer, 'url'>) {
  const { publicKey } = await generateKeyPair()

  async function call(endpoint: string, payload?: Uint8Array, session?: Uint8Array) {
    const { body, transmissionKey } = await commanderCall(server, {
      ...(payload && { payload }),
      ...(session && { session }),
    })
    const response = await fetch(`${server.url}/api/rest/${endpoint}`, { method: 'POST', body })
    const bytes = new Uint8Array(await response.arrayBuffer())
    if (response.status !== 200) throw new Error(new TextDecoder().decode(bytes))
    return bytes.length === 0 ? bytes : decryptGcm(transmissionKey, bytes)
  }

  const registration = encode(deviceRegistrationRequest, { devicePublicKey: publicKey })
  const answer = await call('authentication/register_device', registration)
  const { encryptedDeviceToken } = decode(device, answer)

  const start = async (request: {
    readonly username?: string
    readonly cloneCode?: Uint8Array
    readonly encryptedLoginToken?: Uint8Array
  }): Promise<Said> => {
    const all = { encryptedDeviceToken, clientVersion: 'c18.0.0', ...request }
    return decode(
      loginResponse,
      await call('authentication/start_login', encode(startLoginRequest, all)),
    )
  }

  return {
    call,
    start,
    async logIn(username: string, password: string): Promise<Said> {
      const {
        salt: [salt],
        encryptedLoginToken,
      } = await start({ username })
      const stretch = {
        salt: fromBase64(toBase64(new Uint8Array(salt?.salt ?? []))),
        iterations: salt?.iterations ?? 0,
      }
      const { verifier } = await unlock({ ...stretch, password })
      const request = encode(validateAuthHashRequest, {
        authResponse: verifier,
        encryptedLoginToken,
      })
      return decode(loginResponse, await call('authentication/validate_auth_hash', request))
    },
    /** One of the older commands, which are JSON. */
    async command(session: Uint8Array, request: object) {
      const token = Buffer.from(session).toString('base64url')
      const payload = Buffer.from(JSON.stringify({ ...request, session_token: token }))
      const answered = await call('vault/execute_v2_command', payload)
      return JSON.parse(new TextDecoder().decode(answered)) as Record<string, unknown>
    },
  }
}
