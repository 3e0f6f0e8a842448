import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { throttle } from '../../src/access/throttle.ts'
import type { SealedRequest } from '../../src/client/crypto/device-envelope.ts'
import { answerDevice } from '../../src/protocol/device-calls.ts'
import { generateServerKeyPem, readServerKey } from '../../src/protocol/server-key.ts'
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts'
import { filledVault } from '../support/filled-vault.ts'
import { groundOver } from '../support/ground.ts'
import { sealingDevice } from '../support/sealing-device.ts'
import { testFiles } from '../support/test-files.ts'

test('requests whose signatures are checked at the same time do not get past a limit together', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'keepwatch-limit-'))
  const store = await openEmbeddedStore({ folder })
  const vault = await filledVault()
  const { clientId } = await vault.device({ name: 'crowd', lock_ip: 0 })
  await store.transaction(vault.fill)
  const serverKey = readServerKey(generateServerKeyPem())
  const files = testFiles(serverKey)
  const device = await sealingDevice(serverKey, clientId)
  const limit = throttle({ most: 2, windowMs: 60_000 }, () => 0)
  const house = {
    ...groundOver(store),
    serverKey,
    files: files.house,
    limits: { throttle: limit, oldestVersions: new Map() },
  }
  const call = ({ headers, body }: SealedRequest) =>
    answerDevice(house, {
      endpoint: 'get_secret',
      transmissionKey: headers['TransmissionKey'],
      authorization: headers['Authorization'],
      readBody: async () => body,
      surroundings: { remote_address: '127.0.0.1', request_id: '' },
    })

  await call(await device.seal({ publicKey: device.publicKey }))
  const sealed = await Promise.all(Array.from({ length: 8 }, () => device.seal({})))
  const outcomes = await Promise.allSettled(sealed.map(call))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)

  await store.close()
  files.remove()
  await rm(folder, { recursive: true })
})
