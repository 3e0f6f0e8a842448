import {
  getClientId,
  initializeStorage,
  inMemoryStorage,
} from '@keeper-security/secrets-manager-core'
import { describe, expect, test } from 'vitest'
import { fromBase64 } from './base64.ts'
import { newKey, unwrapKey } from './key-wrap.ts'
import {
  clientIdOf,
  clientKeyOf,
  createDevice,
  mintToken,
  tokenWithHost,
  tokenWithServerKey,
} from './one-time-token.ts'

/** The token, the client id and the bind answer that the vendor recorded from its own server. */
const recorded = {
  token: 'YyIhK5wXFHj36wGBAOmBsxI3v5rIruINrC8KXjyM58c',
  clientId:
    '6FSaAYix6NY+3gFbC4h3yVRgKDl1prYLTowsYcd2vWipj27jpjtaYgTz1N+XKOQgtt42RMa7GBg7sIZfnwlWVQ==',
  encryptedAppKey:
    'EBRYi/VVQQmrGqdWOo2DE+C3QtqAEuLxir/QSC89QFqiUSEwvB4ShfS2ARjNOxxDT5Qdu/khbGqyoA1n',
}

test('the recorded token has the recorded client id and opens the recorded application key', async () => {
  expect(await clientIdOf(recorded.token)).toBe(recorded.clientId)
  const appKey = await unwrapKey(clientKeyOf(recorded.token), fromBase64(recorded.encryptedAppKey))
  expect(appKey).toHaveLength(32)
})

test('a token is 43 characters without padding, and its client id is the one that the SDK derives', async () => {
  const token = mintToken()
  expect(token).toMatch(/^\w[\w-]{42}$/)
  expect(await clientIdOf(token)).toBe(await getClientId(token))
})

test('a device gets the application key through its token only', async () => {
  const appKey = newKey()
  const device = await createDevice(appKey)
  expect(device.encryptedAppKey).toHaveLength(60)
  expect(await unwrapKey(clientKeyOf(device.token), device.encryptedAppKey)).toEqual(appKey)
  expect(device.clientId).toHaveLength(88)
})

test.each(['', 'AAAA', `${recorded.token}AAAA`])('%j is no token', async (token) => {
  await expect(clientIdOf(token)).rejects.toThrow('43 characters')
})

describe('the text that is handed out', () => {
  const server = {
    hostname: 'keys.example.com',
    publicKeyId: '99',
    publicKey: `B${'x'.repeat(86)}`,
  }

  test('names the host, and the SDK takes both from it', async () => {
    const text = tokenWithHost('keys.example.com', recorded.token)
    const stored: Record<string, string> = {}
    await initializeStorage(inMemoryStorage(stored), text)
    expect(stored).toMatchObject({ hostname: 'keys.example.com', clientId: recorded.clientId })
  })

  test('may carry the key of the server', () => {
    expect(tokenWithServerKey(server, recorded.token)).toBe(
      `keys.example.com:${recorded.token}:99:${server.publicKey}`,
    )
  })

  test('cannot carry a port, because the SDKs cut at every colon', () => {
    expect(() => tokenWithHost('localhost:8443', recorded.token)).toThrow('hand out the bare token')
    expect(() => tokenWithHost('', recorded.token)).toThrow('hand out the bare token')
  })
})
