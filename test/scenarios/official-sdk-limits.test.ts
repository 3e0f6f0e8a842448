import { getFolders, getSecrets } from '@keeper-security/secrets-manager-core'
import { afterEach, expect, test } from 'vitest'
import { filledVault } from '../support/filled-vault.ts'
import { eventsOfDevice, refusal, sdkDevice, trust } from '../support/sdk-device.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** The unmodified official JavaScript SDK at a server that limits how often it may ask and how old it may be. */

let server: TestServer
afterEach(() => server.stop())

async function deviceOf(flags: Readonly<Record<string, string>>) {
  const vault = await filledVault()
  const { token } = await vault.device({ name: 'hasty' })
  server = await startServer({ fill: vault.fill, flags })
  trust(server)
  return sdkDevice(server, token)
}

test('the SDK waits as long as it is told, and comes through; each call has a limit of its own', async () => {
  const device = await deviceOf({ deviceLimit: '2/600' })
  const waits: number[] = []
  const throttleSleep = async (ms: number) => void waits.push(ms)
  await getSecrets(device)
  expect(waits).toEqual([])
  await expect(getSecrets({ ...device, throttleSleep })).rejects.toThrow('throttled')
  // 600 seconds and a quarter more or less, five times: the SDK takes our number and gives up by itself.
  expect(waits).toHaveLength(5)
  for (const wait of waits) expect(wait).toBeGreaterThan(400_000)
  expect(await getFolders(device)).toHaveLength(2)
  expect((await eventsOfDevice(server, 'hasty')).at(-2)).toMatchObject({
    audit_event: 'app_client_access_denied',
    reason: 'throttled',
    message: 'Access denied to KSM device hasty: too many requests',
  })
})

test('a client that is too old is told which version it has to be of', async () => {
  const device = await deviceOf({ oldestClients: 'mp17.3.0,ms18.0.0' })
  const sentence =
    'This server takes ms18.0.0 and newer of this SDK, and this is ms17.5.0. Upgrade it.'
  expect(await refusal(getSecrets(device))).toMatchObject({
    error: 'invalid_client_version',
    message: sentence,
    additional_info: sentence,
  })
  expect(await server.lastEvent()).toMatchObject({
    reason: 'old_version',
    message: 'Access denied to a client of version ms17.5.0 from 127.0.0.1: it is too old',
  })
})

test('a client whose access ends within a week is warned, and knows when it ends', async () => {
  const vault = await filledVault()
  const ends = Date.now() + 3_600_000
  const { token } = await vault.device({ name: 'brief', access_expires_at: ends })
  server = await startServer({ fill: vault.fill })
  trust(server)
  const { warnings, expiresOn } = await getSecrets(await sdkDevice(server, token))
  const sentence = `The access of this client ends at ${new Date(ends).toISOString()}.`
  expect(warnings).toEqual([expect.stringContaining(sentence)])
  expect(expiresOn).toEqual(new Date(ends))
})
