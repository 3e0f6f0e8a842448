import { toBase64 } from '../../src/client/crypto/base64.ts'
import {
  openResponse,
  type SealedRequest,
  sealRequest,
} from '../../src/client/crypto/device-envelope.ts'
import { generateKeyPair } from '../../src/client/crypto/key-pair.ts'
import { serverKeyOf } from './sdk-device.ts'
import type { TestServer } from './server.ts'

/** What came back, and what is inside it when it was a success. */
export type RawAnswer = {
  readonly status: number
  readonly text: string
  /** The decrypted answer of status 200, the error body of any other. */
  readonly json: Record<string, unknown>
}

type Wanted = {
  readonly server: Pick<TestServer, 'url'>
  readonly clientId: string
  /** Where it comes from, for a server that trusts loopback as a proxy. */
  readonly address?: string
}

/** The protocol spoken by hand, for what no SDK would send. */
export async function rawDevice({ server, clientId, address }: Wanted) {
  const pair = await generateKeyPair()
  const publicKey = toBase64(pair.publicKey)
  const keys = await serverKeyOf(server)
  const sender = { clientVersion: 'ms17.5.0', clientId }

  async function seal(payload: object): Promise<SealedRequest> {
    const whole = { ...sender, ...payload }
    const sealed = await sealRequest({ ...keys, privateKey: pair.privateKey, payload: whole })
    const forwarded = address === undefined ? {} : { 'X-Forwarded-For': address }
    return { ...sealed, headers: { ...sealed.headers, ...forwarded } }
  }

  async function send(
    endpoint: string,
    { headers, body, transmissionKey }: SealedRequest,
  ): Promise<RawAnswer> {
    const url = `${server.url}/api/rest/sm/v1/${endpoint}`
    const response = await fetch(url, { method: 'POST', headers, body })
    const bytes = new Uint8Array(await response.arrayBuffer())
    const text = new TextDecoder().decode(bytes)
    const json = response.status === 200 ? await openResponse(transmissionKey, bytes) : text
    return {
      status: response.status,
      text,
      json: typeof json === 'string' ? JSON.parse(json) : (json ?? {}),
    }
  }

  const call = async (endpoint: string, payload: object = {}) => send(endpoint, await seal(payload))

  return {
    publicKey,
    seal,
    send,
    call,
    /** The first call, which spends the token, and the second, which shows that the key arrived. */
    async bind() {
      const first = await call('get_secret', { publicKey })
      return first.status === 200 ? call('get_secret') : first
    },
  }
}

export type RawDevice = Awaited<ReturnType<typeof rawDevice>>
