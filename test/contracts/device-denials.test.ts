import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  away,
  type DeniedCall,
  deniedCalls,
  home,
  hour,
  name,
  strangeClientId,
} from '../support/denied-calls.ts'
import { deniedWrites } from '../support/denied-writes.ts'
import { filledVault } from '../support/filled-vault.ts'
import { type RawDevice, rawDevice } from '../support/raw-device.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { unreadableCalls } from '../support/unreadable-calls.ts'

/** What a device that is turned away is told, and the whole event that it leaves. */

const calls = [...deniedCalls, ...deniedWrites, ...unreadableCalls]

let passed = 0
let server: TestServer
const editable = await filledVault()
const readOnly = await filledVault({ editable: 0, ownerEmail: 'second@example.com' })
const vaultOf = (call: DeniedCall) => (call.readOnly ? readOnly : editable)

const added = new Map<DeniedCall, Awaited<ReturnType<typeof editable.device>>>()
for (const call of calls) added.set(call, await vaultOf(call).device({ name, ...call.wanted }))
const expiring = await editable.device({ name, access_expires_at: Date.now() + hour / 2 })
const rivals = await editable.device({ name: 'rivals' })

beforeAll(async () => {
  server = await startServer({
    flags: { tls: 'off', trustedProxies: '127.0.0.1/32' },
    clock: () => new Date(Date.now() + passed),
    fill: async (tx) => {
      await editable.fill(tx)
      await readOnly.fill(tx)
    },
  })
})
afterAll(() => server.stop())

const speaker = (clientId = strangeClientId()): Promise<RawDevice> =>
  rawDevice({ server, clientId, address: home })

const lastEvent = () => server.lastEvent()

const uuid = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/)
const ofThisRequest = {
  seq: expect.any(Number),
  event_id: uuid,
  request_id: uuid,
  timestamp: time,
  recorded_at: time,
}

test.each(calls)('$title', async (call) => {
  const { device_uid = '', clientId } = added.get(call) ?? {}
  const vault = vaultOf(call)
  const [device, thief, stranger] = [
    await speaker(clientId),
    await speaker(clientId),
    await speaker(),
  ]
  const wait = (ms: number) => {
    passed = ms
  }
  const answer = await call.act({ device, thief, stranger, vault, wait })
  passed = 0

  const { status, ...told } = call.answer
  expect(answer.status).toBe(status)
  expect(answer.json).toMatchObject(told)
  expect(answer.text.length).toBeLessThan(1000)

  const secret_uid = call.secret && vault[call.secret]
  const { message, ...own } = call.event
  expect(await lastEvent()).toEqual({
    ...ofThisRequest,
    audit_event: 'app_client_access_denied',
    category: 'ksm',
    severity: 'warning',
    outcome: 'denied',
    enterprise_id: 1,
    remote_address: home,
    peer_address: '127.0.0.1',
    device_ip: home,
    endpoint: 'get_secret',
    ...(call.knows !== 'nothing' && { client_version: 'ms17.5.0' }),
    ...(call.knows === undefined && {
      username: vault.ownerEmail,
      app_uid: vault.app_uid,
      device_uid,
      device_name: name,
    }),
    ...own,
    ...(secret_uid && { secret_uid }),
    message:
      message?.replace('SECRET', secret_uid ?? '') ??
      `Access denied to record UID ${secret_uid} from device with blocked IP address ${away}`,
  })
})

test('access that has expired has an event of its own', async () => {
  const device = await speaker(expiring.clientId)
  await device.bind()
  passed = hour
  const { status, json } = await device.call('get_secret')
  passed = 0
  expect(status).toBe(403)
  expect(json).toMatchObject({
    error: 'access_denied',
    message: 'The access of this client has expired. Ask its owner to renew it.',
  })
  expect(await lastEvent()).toMatchObject({
    audit_event: 'app_client_expired',
    message: `Access of KSM device ${name} to application ${editable.app_uid} has expired`,
    username: editable.ownerEmail,
    device_uid: expiring.device_uid,
    endpoint: 'get_secret',
  })
})

test('of two that claim one token at the same moment, one connects', async () => {
  const claimants = [await speaker(rivals.clientId), await speaker(rivals.clientId)]
  const answers = await Promise.all(
    claimants.map((one) => one.call('get_secret', { publicKey: one.publicKey })),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 403])
  const events = (await server.events()).filter((event) => event['device_name'] === 'rivals')
  expect(events.map((event) => event['reason'] ?? event.audit_event)).toEqual([
    'app_client_connected',
    'app_client_access',
    'token_used',
  ])
})
