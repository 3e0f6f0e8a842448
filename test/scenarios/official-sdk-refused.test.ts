import { getSecrets, type KeeperRecord, updateSecret } from '@keeper-security/secrets-manager-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { filledVault } from '../support/filled-vault.ts'
import {
  eventsOfDevice,
  fromAddress,
  refusal,
  sdkDevice,
  serverKeyOf,
  trust,
} from '../support/sdk-device.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** The unmodified official JavaScript SDK where it must be turned away, and what is then on the record. */

const hour = 3_600_000

let passed = 0
const clock = () => new Date(Date.now() + passed)

let server: TestServer
const vault = await filledVault()
const devices = {
  roaming: await vault.device({ name: 'laptop', lock_ip: 0 }),
  locked: await vault.device({ name: 'vault-agent' }),
  twice: await vault.device({ name: 'impatient' }),
  late: await vault.device({ name: 'late', first_access_expires_at: Date.now() - 1 }),
  removed: await vault.device({ name: 'gone', removed_at: Date.now() }),
  brief: await vault.device({ name: 'brief', access_expires_at: Date.now() + hour }),
  astray: await vault.device({ name: 'astray' }),
}

beforeAll(async () => {
  server = await startServer({ fill: vault.fill, clock })
  trust(server)
})
afterAll(() => server.stop())

const lastOf = async (name: string) => (await eventsOfDevice(server, name)).at(-1)

describe('an address', () => {
  test('other than the first is refused, and the event names it and what was asked for', async () => {
    const device = await sdkDevice(server, devices.locked.token)
    await getSecrets(device)
    const away = await refusal(fromAddress('127.0.0.2', () => getSecrets(device, [vault.single])))
    expect(away).toMatchObject({
      error: 'access_denied',
      message: 'This client is locked to a different ip address',
    })
    expect(await lastOf('vault-agent')).toMatchObject({
      audit_event: 'app_client_access_denied',
      message: `Access denied to record UID ${vault.single} from device with blocked IP address 127.0.0.2`,
      reason: 'ip_locked',
      device_ip: '127.0.0.2',
      remote_address: '127.0.0.2',
      peer_address: '127.0.0.2',
      secret_uid: vault.single,
      username: vault.ownerEmail,
      app_uid: vault.app_uid,
    })
    await refusal(fromAddress('127.0.0.2', () => getSecrets(device)))
    expect(await lastOf('vault-agent')).toMatchObject({
      message: 'Access denied to record UID * from device with blocked IP address 127.0.0.2',
    })
    expect((await getSecrets(device)).records).toHaveLength(3)
  })

  test('does not matter to a device without the lock', async () => {
    const device = await sdkDevice(server, devices.roaming.token)
    await getSecrets(device)
    const { records } = await fromAddress('127.0.0.2', () => getSecrets(device))
    expect(records).toHaveLength(3)
  })
})

describe('access is refused', () => {
  const denied = (message: string) => ({ error: 'access_denied', message })

  test('to a token that was used before', async () => {
    await getSecrets(await sdkDevice(server, devices.twice.token))
    const thief = await sdkDevice(server, devices.twice.token)
    expect(await refusal(getSecrets(thief))).toMatchObject(denied('Signature is invalid'))
    expect(await lastOf('impatient')).toMatchObject({
      reason: 'token_used',
      message: 'Access denied: the one-time token of KSM device impatient was used before',
    })
  })

  test('to a token that was not used in time', async () => {
    const device = await sdkDevice(server, devices.late.token)
    expect(await refusal(getSecrets(device))).toMatchObject(
      denied('The one-time token has expired. Ask its owner for a new one.'),
    )
    expect(await lastOf('late')).toMatchObject({ reason: 'token_expired' })
  })

  test('to a device that was removed', async () => {
    const device = await sdkDevice(server, devices.removed.token)
    expect(await refusal(getSecrets(device))).toMatchObject(
      denied('Unable to validate application access'),
    )
    expect(await lastOf('gone')).toMatchObject({ reason: 'revoked', secret_uid: '*' })
  })

  test('to a token that nobody made', async () => {
    const token = Buffer.alloc(32, 7).toString('base64url')
    expect(await refusal(getSecrets(await sdkDevice(server, token)))).toMatchObject(
      denied('Unable to validate application access'),
    )
    expect(await server.lastEvent()).toMatchObject({
      message: 'Access denied to an unknown client from 127.0.0.1',
      reason: 'unknown_client',
    })
  })

  test('once the access of a device has expired', async () => {
    const device = await sdkDevice(server, devices.brief.token)
    expect((await getSecrets(device)).expiresOn?.getTime()).toBeGreaterThan(Date.now())
    passed = 2 * hour
    expect(await refusal(getSecrets(device))).toMatchObject(
      denied('The access of this client has expired. Ask its owner to renew it.'),
    )
    passed = 0
    expect(await lastOf('brief')).toMatchObject({
      audit_event: 'app_client_expired',
      message: `Access of KSM device brief to application ${vault.app_uid} has expired`,
      endpoint: 'get_secret',
    })
  })

  test("to a client that has another server's key in its configuration", async () => {
    const device = await sdkDevice(server, devices.astray.token)
    const other = await startServer()
    trust(other)
    const { serverPublicKey } = await serverKeyOf(other)
    await other.stop()
    expect(await refusal(getSecrets({ ...device, serverPublicKey }))).toMatchObject({
      error: 'bad_request',
      message: expect.stringContaining("was made for another server's key"),
    })
    expect(await server.lastEvent()).toMatchObject({
      audit_event: 'app_client_access_denied',
      reason: 'bad_request',
    })
    expect((await getSecrets(device)).records).toHaveLength(3)
  })
})

test('a device may read but not change what is shared for reading', async () => {
  const readOnly = await filledVault({ editable: 0 })
  const { token } = await readOnly.device({ name: 'reader' })
  const strict = await startServer({ fill: readOnly.fill })
  trust(strict)
  const device = await sdkDevice(strict, token)
  const [record] = (await getSecrets(device)).records as [KeeperRecord]
  expect(await refusal(updateSecret(device, record))).toMatchObject({
    error: 'access_denied',
    message: 'This client may read but not change this. Ask for an editable share.',
  })
  expect(await strict.lastEvent()).toMatchObject({
    reason: 'not_permitted',
    message: `KSM device reader may not change record UID ${record.recordUid}`,
  })
  await strict.stop()
})
