import { createHmac, createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { OutgoingEvent } from '../../src/exports/outgoing-event.ts'
import type { TargetType } from '../../src/exports/target.ts'
import { azureLogAnalytics } from '../../src/exports/targets/azure-log-analytics.ts'
import { azureLogs } from '../../src/exports/targets/azure-logs.ts'
import { clickhouse } from '../../src/exports/targets/clickhouse.ts'
import { datadog } from '../../src/exports/targets/datadog.ts'
import { devo } from '../../src/exports/targets/devo.ts'
import { elastic } from '../../src/exports/targets/elastic.ts'
import { gelfTarget } from '../../src/exports/targets/gelf.ts'
import { googleSecops } from '../../src/exports/targets/google-secops.ts'
import { logzio } from '../../src/exports/targets/logzio.ts'
import { loki } from '../../src/exports/targets/loki.ts'
import { asUnit } from '../../src/exports/unit-of.ts'
import { receivedValue } from '../../src/verify/received-event.ts'
import { eventsOf, testTools } from '../support/answer-table.ts'
import { startDatagramPeer } from '../support/datagram-peer.ts'
import { startPeer } from '../support/peer.ts'
import { type Received, type Receiver, startReceiver } from '../support/receiver.ts'

/** What each receiver is sent, where its documents ask for something of its own. */

let receiver: Receiver

beforeAll(async () => {
  receiver = await startReceiver()
})

beforeEach(() => receiver.answerWith(() => ({ status: 200 })))

afterAll(() => receiver.stop())

const minutes = 60_000

/** An event of some minutes ago. */
const eventOf = (minutesAgo: number, seq = 7): OutgoingEvent => {
  const time = new Date(Date.now() - minutesAgo * minutes).toISOString()
  const [event] = eventsOf({ count: 1 })
  return { ...(event as OutgoingEvent), seq, timestamp: time, recorded_at: time }
}

/** Sends events, and gives the request with them in it. */
async function sent(
  kind: TargetType,
  given: Readonly<Record<string, unknown>>,
  events = [eventOf(1)],
): Promise<Received> {
  const settings = kind.settings.parse(given)
  const sender = kind.open(settings, testTools)
  const units = events.map((event) => asUnit(event, kind.line(event, settings, testTools)))
  await sender.send(units, AbortSignal.timeout(20_000))
  await sender.close()
  return receiver.received.at(-1) as Received
}

test('Elastic: an event has its id, so that what comes twice is there once, and a time', async () => {
  const event = eventOf(1)
  const { body } = await sent(elastic, { url: receiver.url, api_key: 'k', format: 'keeper-json' }, [
    event,
  ])
  const [action, document] = body
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(action).toEqual({ create: { _id: event.event_id } })
  expect(document).toEqual({ '@timestamp': event.timestamp, ...event })
})

test('Loki: equal times are told apart by the sequence, and the same event is the same line', async () => {
  const [first, second] = [eventOf(1, 41), eventOf(1, 42)]
  const events = [first, { ...second, recorded_at: first.recorded_at }]
  const given = { url: receiver.url, labels: 'job=audit', tenant: 'security' }
  const { body, headers } = await sent(loki, given, events)
  const [{ stream, values }] = JSON.parse(body).streams
  const ms = Date.parse(first.recorded_at)
  expect(values.map(([time]: [string]) => time)).toEqual([`${ms}000041`, `${ms}000042`])
  expect(stream).toEqual({ job: 'audit' })
  expect(headers['x-scope-orgid']).toBe('security')
  expect((await sent(loki, given, events)).body).toBe(body)
})

test('Datadog: an event that is older than it indexes is dated by its arrival, and keeps its time', async () => {
  const given = { url: receiver.url, api_key: 'k' }
  const [fresh, late] = [eventOf(1), eventOf(24 * 60)]
  const [one, other] = JSON.parse((await sent(datadog, given, [fresh, late])).body)
  expect(one).toMatchObject({ timestamp: fresh.timestamp, service: fresh.category })
  expect(other).not.toHaveProperty('timestamp')
  expect(other.additionalProperties).toMatchObject({ occurred_at: late.timestamp })
  expect(other.additionalProperties).not.toHaveProperty('timestamp')
  expect(receivedValue({ attributes: other })).toEqual({ seq: 7, leafHash: late.leaf_hash })
})

test('ClickHouse: the same events make the same token, others another one', async () => {
  const tokenOf = async (events: OutgoingEvent[]) => {
    const { path } = await sent(clickhouse, { url: receiver.url }, events)
    return new URL(path, receiver.url).searchParams.get('insert_deduplication_token')
  }
  const [first, second] = [eventOf(1, 1), eventOf(1, 2)]
  expect(await tokenOf([first, second])).toBe(await tokenOf([first, second]))
  expect(await tokenOf([first])).not.toBe(await tokenOf([second]))
  const { path } = await sent(clickhouse, { url: receiver.url, deduplicate: 'no' })
  expect(path).not.toContain('insert_deduplication_token')
})

test('ClickHouse: a row has the fields and the whole event', async () => {
  const event = eventOf(1)
  const { body } = await sent(clickhouse, { url: receiver.url }, [event])
  const { event: whole, ...row } = JSON.parse(body)
  expect(row).toEqual(event)
  expect(JSON.parse(whole)).toEqual(event)
})

test('Azure: a token for the right audience is fetched once, and rows have the columns of Keeper’s connector', async () => {
  receiver.answerWith(({ path }) =>
    path.includes('/token') ? { status: 200, body: '{"access_token":"t"}' } : { status: 204 },
  )
  const event = eventOf(1)
  const { path, headers, body } = await sent(
    azureLogs,
    {
      ...{ endpoint: receiver.url, authority: receiver.url, rule: 'dcr-1', tenant: 'tenant' },
      ...{ client_id: 'client', client_secret: 's&cret' },
    },
    [event],
  )
  expect(path).toBe(
    '/dataCollectionRules/dcr-1/streams/Custom-KeeperSecurityEventNewLogs?api-version=2023-01-01',
  )
  expect(headers.authorization).toBe('Bearer t')
  const asked = receiver.received.findLast((one) => one.path === '/tenant/oauth2/v2.0/token')
  expect(Object.fromEntries(new URLSearchParams(asked?.body))).toEqual({
    grant_type: 'client_credentials',
    client_id: 'client',
    client_secret: 's&cret',
    scope: 'https://monitor.azure.com/.default',
  })
  const [row] = JSON.parse(body)
  expect(row).toMatchObject({
    TimeGenerated: event.timestamp,
    AuditEvent: event.audit_event,
    Seq: event.seq,
    LeafHash: event.leaf_hash,
    Data: event,
  })
  expect(receivedValue(row)).toEqual({ seq: event.seq, leafHash: event.leaf_hash })
})

test('Log Analytics: the signature is over the length in bytes', async () => {
  const key = Buffer.alloc(64, 9).toString('base64')
  const given = { url: receiver.url, workspace: 'w', shared_key: key }
  const { headers, body } = await sent(azureLogAnalytics, given, [
    { ...eventOf(1), message: 'Zürich 🔑' },
  ])
  const date = headers['x-ms-date']
  const signed = `POST\n${Buffer.byteLength(body)}\napplication/json\nx-ms-date:${date}\n/api/logs`
  const mark = createHmac('sha256', Buffer.from(key, 'base64')).update(signed).digest('base64')
  expect(headers.authorization).toBe(`SharedKey w:${mark}`)
})

test('Google: the assertion is signed by the service account and says what it is for', async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  receiver.answerWith(() => ({ status: 200, body: '{"access_token":"t"}' }))
  const account = {
    client_email: 'me@p.iam.gserviceaccount.com',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    token_uri: `${receiver.url}/token`,
  }
  const event = eventOf(1)
  const { path, body } = await sent(
    googleSecops,
    {
      ...{ url: receiver.url, project: 'p', location: 'eu', instance: 'i', forwarder: 'f' },
      service_account: JSON.stringify(account),
    },
    [event],
  )
  expect(path).toBe('/v1alpha/projects/p/locations/eu/instances/i/logTypes/KEEPER/logs:import')
  const { forwarder, logs } = JSON.parse(body).inline_source
  expect(forwarder).toBe('projects/p/locations/eu/instances/i/forwarders/f')
  expect(JSON.parse(Buffer.from(logs[0].data, 'base64').toString())).toEqual(event)

  const asked = receiver.received.findLast((one) => one.path === '/token')
  const assertion = new URLSearchParams(asked?.body).get('assertion') ?? ''
  const [head = '', claims = '', mark = ''] = assertion.split('.')
  const signature = Buffer.from(mark, 'base64url')
  const publicKey = createPublicKey(privateKey)
  expect(verify('sha256', Buffer.from(`${head}.${claims}`), publicKey, signature)).toBe(true)
  expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
    iss: account.client_email,
    aud: account.token_uri,
    scope: 'https://www.googleapis.com/auth/cloud-platform',
  })
})

test('Google: a key that is none is refused before anything is sent', () => {
  const given = { project: 'p', instance: 'i', forwarder: 'f', service_account: '{"type":"user"}' }
  expect(() => googleSecops.open(googleSecops.settings.parse(given), testTools)).toThrow(
    'must be the JSON file of a service account’s key',
  )
})

test('Logz.io and Devo: tokens stand where their documents put them', async () => {
  const lines = await sent(logzio, { url: receiver.url, token: 'to&ken' })
  expect(lines.path).toBe('/?token=to%26ken&type=keepwatch')
  expect(JSON.parse(lines.body)).toHaveProperty('@timestamp')
  const stream = await sent(devo, { url: receiver.url, domain: 'd', token: 'abc' })
  expect(stream.path).toBe('/stream/d/token!abc/vault.example.com/my.app.keepwatch.audit')
})

test('GELF over TCP ends each message with a null byte', async () => {
  const peer = await startPeer()
  await sent(gelfTarget, { host: '127.0.0.1', port: peer.port, transport: 'tcp' }, [
    eventOf(1, 1),
    eventOf(1, 2),
  ])
  const messages = peer.received().toString().split('\0').filter(Boolean)
  expect(messages.map((one) => JSON.parse(one)._seq)).toEqual([1, 2])
  await peer.stop()
})

test('GELF over UDP: what does not fit into a datagram comes in numbered chunks', async () => {
  const peer = await startDatagramPeer()
  const event = { ...eventOf(1), message: 'é'.repeat(3_000) }
  await sent(gelfTarget, { host: '127.0.0.1', port: peer.port, transport: 'udp' }, [event])
  const chunks = await peer.received(5)
  const numbers = chunks.map((chunk) => [chunk[0], chunk[1], chunk[10], chunk[11]])
  expect(numbers).toEqual(chunks.map((_, at) => [0x1e, 0x0f, at, chunks.length]))
  expect(new Set(chunks.map((chunk) => chunk.subarray(2, 10).toString('hex'))).size).toBe(1)
  expect(Math.max(...chunks.map(({ length }) => length))).toBeLessThanOrEqual(1_400)
  const whole = Buffer.concat(chunks.map((chunk) => chunk.subarray(12))).toString()
  expect(JSON.parse(whole)).toMatchObject({ _seq: 7, short_message: event.message })
  await peer.stop()
})
