import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { throttle } from '../../src/access/throttle.ts'
import { toBase64 } from '../../src/client/crypto/base64.ts'
import { sealRequest } from '../../src/client/crypto/device-envelope.ts'
import { generateKeyPair } from '../../src/client/crypto/key-pair.ts'
import { sinceStart } from '../../src/kernel/clock.ts'
import { Failure } from '../../src/kernel/errors.ts'
import { answerDevice } from '../../src/protocol/device-calls.ts'
import { errorAnswer } from '../../src/protocol/error-body.ts'
import { generateServerKeyPem, readServerKey } from '../../src/protocol/server-key.ts'
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts'
import type { Store } from '../../src/store/store.ts'
import { filledVault } from '../support/filled-vault.ts'
import { groundOver } from '../support/ground.ts'
import { readEvents } from '../support/read-events.ts'
import { testFiles } from '../support/test-files.ts'

/** When the store cannot keep the event, the device gets nothing. */

let folder: string
let store: Store
const serverKey = readServerKey(generateServerKeyPem())
const files = testFiles(serverKey)
const limits = {
  throttle: throttle({ most: 100, windowMs: 10_000 }, sinceStart),
  oldestVersions: new Map(),
}
const vault = await filledVault()
const device = await vault.device({ name: 'unlucky' })
const pair = await generateKeyPair()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keepwatch-'))
  store = await openEmbeddedStore({ folder })
  await store.transaction(vault.fill)
})
afterAll(async () => {
  await store.close()
  files.remove()
  await rm(folder, { recursive: true, force: true })
})

/** The real store, whose first so many units of work are undone after they have run, as by a disk that refuses the commit. */
function refusing(error: Error, times: number): Store {
  let left = times
  const transaction: Store['transaction'] = (work) =>
    store.transaction(async (tx) => {
      const result = await work(tx)
      if (left-- > 0) throw error
      return result
    })
  return { ...store, transaction }
}

async function connectOver(broken: Store) {
  const payload = {
    clientVersion: 'ms17.5.0',
    clientId: device.clientId,
    publicKey: toBase64(pair.publicKey),
  }
  const { headers, body } = await sealRequest({
    privateKey: pair.privateKey,
    serverPublicKey: serverKey.publicKey,
    serverPublicKeyId: serverKey.publicKeyId,
    payload,
  })
  const answer = answerDevice(
    { ...groundOver(broken), serverKey, files: files.house, limits },
    {
      endpoint: 'get_secret',
      transmissionKey: headers['TransmissionKey'],
      authorization: headers['Authorization'],
      readBody: async () => body,
      surroundings: { remote_address: '203.0.113.9' },
    },
  )
  return answer.then(
    (bytes) => ({ bytes, error: undefined }),
    (error: unknown) => ({ bytes: undefined, error }),
  )
}

const told = (error: unknown) => {
  const { status, body } = errorAnswer(error, { url: '/', method: 'POST', userAgent: undefined })
  return { status, ...JSON.parse(body) }
}

test('a store that cannot be written makes the client wait, without secret, token spent or event', async () => {
  const full = new Failure('busy', 'the store could not be written')
  const { bytes, error } = await connectOver(refusing(full, Infinity))
  expect(bytes).toBeUndefined()
  expect(told(error)).toMatchObject({ status: 403, error: 'throttled' })
  expect(await store.read(({ devices }) => devices.find(device.device_uid))).toMatchObject({
    public_key: null,
    last_access_at: null,
  })
  expect(await readEvents(folder)).toEqual([])
})

test('an unforeseen error answers nothing but that, and leaves a failed attempt', async () => {
  const { bytes, error } = await connectOver(refusing(new Error('row of secrets'), 1))
  expect(bytes).toBeUndefined()
  expect(JSON.stringify(told(error))).not.toContain('secrets')
  expect(told(error)).toMatchObject({ status: 500, error: 'server_error' })
  expect(await readEvents(folder)).toEqual([
    expect.objectContaining({
      audit_event: 'app_client_access_denied',
      reason: 'failed',
      device_name: 'unlucky',
      message: 'Request to get_secret from 203.0.113.9 failed: internal error',
    }),
  ])
})

test('and the same device connects once the store is well', async () => {
  const { bytes } = await connectOver(store)
  expect(bytes?.length).toBeGreaterThan(1000)
})
