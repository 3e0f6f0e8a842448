import { randomBytes } from 'node:crypto'
import {
  getSecrets,
  inMemoryStorage,
  loadJsonConfig,
  type SecretManagerOptions,
} from '@keeper-security/secrets-manager-core'
import { describe, expect, test } from 'vitest'
import { createApplication, wrapSecretKey } from '../src/client/crypto/application.ts'
import { toBase64, toBase64Url } from '../src/client/crypto/base64.ts'
import { bindDevice } from '../src/client/crypto/bind-device.ts'
import { printConfig } from '../src/client/crypto/device-config.ts'
import { openResponse, sealRequest } from '../src/client/crypto/device-envelope.ts'
import { generateKeyPair } from '../src/client/crypto/key-pair.ts'
import { newKey } from '../src/client/crypto/key-wrap.ts'
import { createDevice } from '../src/client/crypto/one-time-token.ts'
import { encryptRecordData } from '../src/client/crypto/record-data.ts'
import { newUid } from '../src/client/crypto/uid.ts'
import {
  importDeviceKey,
  openEnvelope,
  sealResponse,
  verifySignature,
} from '../src/protocol/envelope.ts'
import { parseRequest, parseSender } from '../src/protocol/requests.ts'
import { secretsAnswer, secretsContent } from '../src/protocol/responses.ts'
import { generateServerKeyPem, readServerKey } from '../src/protocol/server-key.ts'

const server = readServerKey(generateServerKeyPem())
const serverKey = { serverPublicKey: server.publicKey, serverPublicKeyId: server.publicKeyId }

type Sent = { readonly headers: Readonly<Record<string, string>>; readonly body: Uint8Array }

const open = ({ headers, body }: Sent) =>
  openEnvelope(
    { transmissionKey: headers['TransmissionKey'], authorization: headers['Authorization'], body },
    server,
  )

/** One device of one application with one shared record, served from memory by the real protocol code. */
async function installation() {
  const owner = await generateKeyPair()
  const app = await createApplication(newKey(), 'billing')
  const device = await createDevice(app.appKey)
  const [recordUid, recordKey] = [newUid(), newKey()]
  const data = {
    title: 'Database',
    type: 'login',
    fields: [{ type: 'login', value: ['alice'] }],
    custom: [],
  }
  const record = {
    recordUid,
    recordKey: toBase64(await wrapSecretKey(app.appKey, recordKey)),
    data: toBase64(await encryptRecordData(recordKey, data)),
    revision: 1,
    isEditable: false,
  }
  let publicKey: Uint8Array | undefined
  let bound = false

  const answer = async (sent: Sent) => {
    const opened = await open(sent)
    const sender = parseSender(opened.payload)
    expect(sender.clientId).toBe(device.clientId)
    const request = parseRequest('get_secret', opened.payload)
    if (sender.publicKey) publicKey ??= Buffer.from(sender.publicKey, 'base64')
    expect(publicKey && (await verifySignature(importDeviceKey(publicKey), opened))).toBe(true)
    bound = sender.publicKey === undefined
    const wanted = request.requestedRecords
    const binding = {
      encryptedAppKey: toBase64(device.encryptedAppKey),
      appOwnerPublicKey: toBase64(owner.publicKey),
    }
    const all = wanted.length === 0 || wanted.includes(recordUid)
    const answered = secretsAnswer(
      { appData: toBase64(app.appData), ...(bound ? {} : { binding }) },
      secretsContent({ folders: [], records: all ? [record] : [] }),
    )
    return sealResponse(opened.transmissionKey, answered)
  }
  return { token: device.token, answer, isBound: () => bound }
}

/** The official SDK with its network replaced by a function call. */
const sdkOptions = (
  storage: SecretManagerOptions['storage'],
  answer: (sent: Sent) => Promise<Uint8Array>,
): SecretManagerOptions => ({
  storage,
  queryFunction: async (_url, transmissionKey, { payload, signature }) => ({
    statusCode: 200,
    headers: {},
    data: await answer({
      headers: {
        TransmissionKey: Buffer.from(transmissionKey.encryptedKey).toString('base64'),
        Authorization: `Signature ${Buffer.from(signature).toString('base64')}`,
      },
      body: payload,
    }),
  }),
})

describe('a configuration that is handed out ready', () => {
  const input = { hostname: 'localhost:8443', clientVersion: 'mk1.0.0', ...serverKey }

  test.each(['json', 'b64'])(
    'is bound, and the official SDK reads secrets with its %s form',
    async (form) => {
      const { token, answer, isBound } = await installation()
      const config = await bindDevice({ ...input, token }, async (sent) =>
        Uint8Array.from(await answer(sent)),
      )
      expect(isBound()).toBe(true)
      const storage = loadJsonConfig(printConfig(config, form))
      const { records, appData } = await getSecrets(sdkOptions(storage, answer))
      expect(appData.title).toBe('billing')
      expect(records.map(({ data }) => data.fields[0].value)).toEqual([['alice']])
    },
  )

  test('survives that the second request of binding gets lost', async () => {
    const { token, answer } = await installation()
    let calls = 0
    const config = await bindDevice({ ...input, token }, async (sent) => {
      if (++calls === 2) throw new Error('connection reset')
      return Uint8Array.from(await answer(sent))
    })
    expect(calls).toBe(2)
    expect(config.appKey).toHaveLength(44)
  })

  test('is not made when the server sends no application key', async () => {
    const { token } = await installation()
    const noKey = async () => new Uint8Array()
    await expect(bindDevice({ ...input, token }, noKey)).rejects.toThrow('use its new token')
  })
})

test('the official SDK binds with a token by configuration alone', async () => {
  const { token, answer, isBound } = await installation()
  const { initializeStorage } = await import('@keeper-security/secrets-manager-core')
  const storage = inMemoryStorage({ ...serverKey })
  await initializeStorage(storage, token, 'localhost:8443')
  const { records } = await getSecrets(sdkOptions(storage, answer))
  expect(records).toHaveLength(1)
  expect(isBound()).toBe(true)
})

describe('an envelope', () => {
  const payload = {
    clientVersion: 'mk1.0.0',
    clientId: toBase64Url(Uint8Array.from(randomBytes(64))),
  }

  test('is opened with the payload, the key for the answer, and a signature that verifies', async () => {
    const { privateKey, publicKey } = await generateKeyPair()
    const request = await sealRequest({ privateKey, ...serverKey, payload })
    const opened = await open(request)
    expect(opened.payload).toEqual(payload)
    expect(await verifySignature(importDeviceKey(publicKey), opened)).toBe(true)
    const answer = Uint8Array.from(sealResponse(opened.transmissionKey, { expiresOn: 0 }))
    expect(await openResponse(request.transmissionKey, answer)).toEqual({ expiresOn: 0 })
    expect(await openResponse(request.transmissionKey, new Uint8Array())).toBeUndefined()
  })

  test('sealed twice is told apart, sent twice is recognised', async () => {
    const { privateKey } = await generateKeyPair()
    const seal = () => sealRequest({ privateKey, ...serverKey, payload })
    const [first, second] = [await seal(), await seal()]
    const hashOf = async (sent: Sent) => (await open(sent)).replayHash
    expect(await hashOf(first)).toEqual(await hashOf(first))
    expect(await hashOf(first)).not.toEqual(await hashOf(second))
  })
})
