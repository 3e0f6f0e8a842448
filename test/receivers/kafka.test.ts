import kafkajs from 'kafkajs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ExportHouse } from '../../src/exports/export-house.ts'
import { deliverTo } from '../support/deliver-to.ts'
import { numberedEvents } from '../support/numbered-events.ts'
import { testExports } from '../support/test-exports.ts'
import { startKafka } from './support/kafka-broker.ts'

/** A real Apache Kafka: without TLS, over TLS with a client certificate, and with a login. */

const seed = Date.now() % 2 ** 31
const events = numberedEvents(2_000, seed)
const inTime = { timeout: 60_000 }

let broker: Awaited<ReturnType<typeof startKafka>>
let house: ExportHouse
let kafka: kafkajs.Kafka

beforeAll(async () => {
  broker = await startKafka()
  house = await testExports(broker.folder)
  kafka = new kafkajs.Kafka({
    brokers: [`127.0.0.1:${broker.ports['PLAIN']}`],
    logLevel: kafkajs.logLevel.NOTHING,
  })
  const admin = kafka.admin()
  await admin.connect()
  const small = [{ name: 'max.message.bytes', value: '50000' }]
  const topics = ['plain', 'tls', 'login', 'spread', 'small'].map((topic) => ({
    topic,
    numPartitions: 3,
    ...(topic === 'small' && { configEntries: small }),
  }))
  await admin.createTopics({ topics, waitForLeaders: true })
  await admin.disconnect()
}, 120_000)

afterAll(() => broker.stop())

type Found = { readonly partition: number; readonly value: unknown; readonly id: string }

/** Reads so many messages of a topic. */
async function read(topic: string, count: number): Promise<readonly Found[]> {
  const consumer = kafka.consumer({ groupId: `readers of ${topic}` })
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  const found: Found[] = []
  const { promise, resolve } = Promise.withResolvers<void>()
  await consumer.run({
    async eachMessage({ partition, message: { value, headers } }) {
      const id = String(headers?.['event_id'])
      found.push({ partition, id, value: JSON.parse(String(value)) })
      if (found.length === count) resolve()
    },
  })
  await promise
  await consumer.disconnect()
  return found
}

const place = (way: string, topic: string) => ({ brokers: `localhost:${broker.ports[way]}`, topic })

const ways = () => ({
  plain: { ...place('PLAIN', 'plain'), transport: 'tcp' },
  tls: { ...place('TLS', 'tls'), ...broker.trust },
  login: {
    ...place('LOGIN', 'login'),
    transport: 'tcp',
    mechanism: 'plain',
    username: 'keepwatch',
    password: 'let me in',
  },
})

test.each(['plain', 'tls', 'login'] as const)(
  '%s: every event is there once, in order and unchanged',
  inTime,
  async (way) => {
    const settings = ways()[way]
    const delivered = await deliverTo({ house, kind: 'kafka', settings, events })
    expect(delivered).toEqual({ ended: 'stopped', dead: [], troubles: [] })
    const found = await read(way, events.length)
    expect(
      found.map(({ value }) => value),
      `seed ${seed}`,
    ).toEqual(events)
    expect(found.map(({ id }) => id)).toEqual(events.map(({ event_id }) => event_id))
    expect(new Set(found.map(({ partition }) => partition)).size).toBe(1)
  },
)

test('whoever does not need the order has the events spread', inTime, async () => {
  const settings = { ...ways().plain, topic: 'spread', order: 'spread' }
  await deliverTo({ house, kind: 'kafka', settings, events })
  const found = await read('spread', events.length)
  expect(new Set(found.map(({ id }) => id)).size).toBe(events.length)
  expect(new Set(found.map(({ partition }) => partition)).size).toBe(3)
})

test(
  'an event that the topic can never take is a dead letter, and does not stand in the way',
  inTime,
  async () => {
    const [one, two, three] = events
    if (!one || !two || !three) throw new Error('there are no events')
    const large = { ...two, message: 'x'.repeat(60_000) }
    const settings = { ...ways().plain, topic: 'small' }
    const { dead } = await deliverTo({
      house,
      kind: 'kafka',
      settings,
      events: [one, large, three],
    })
    expect(dead).toMatchObject([{ seq: 1, reason: expect.stringContaining('larger than the max') }])
    expect((await read('small', 2)).map(({ value }) => value)).toEqual([one, three])
  },
)

test.each([
  [
    'a topic that is not there',
    () => ({ ...ways().plain, topic: 'none' }),
    /does not host this topic/,
  ],
  [
    'a wrong password',
    () => ({ ...ways().login, password: 'let me out' }),
    /Authentication failed/,
  ],
])('%s pauses the target', inTime, async (_, settings, reason) => {
  const { ended, troubles } = await deliverTo({
    house,
    kind: 'kafka',
    settings: settings(),
    events,
  })
  expect({ ended, troubles }).toEqual({
    ended: 'paused',
    troubles: [expect.stringMatching(reason)],
  })
})
