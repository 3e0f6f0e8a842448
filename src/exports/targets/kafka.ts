import type { KafkaConfig, Producer, SASLOptions } from 'kafkajs'
import { z } from 'zod'
import { beginSocket } from '../../outbound/socket-line.ts'
import { kafkaVerdict } from '../kafka-verdict.ts'
import { format, formatted, line, secret, trust } from '../setting.ts'
import { type Tools, targetType, type Unit } from '../target.ts'
import { unlessAborted } from '../unless-aborted.ts'
import { done, verdictOnError } from '../verdict.ts'

const broker = /^(?:[A-Za-z0-9._-]+|\[[0-9a-fA-F:]+\]):\d{1,5}$/

const settings = z.strictObject({
  brokers: z
    .string()
    .max(2_048)
    .refine((list) => list.split(',').every((one) => broker.test(one.trim())), {
      error: 'must be HOST:PORT, several with commas between them',
    })
    .meta({ title: 'Brokers, such as kafka-1.example.com:9093,kafka-2.example.com:9093' }),
  topic: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,249}$/, 'must be the name of a topic')
    .meta({ title: 'Topic' }),
  transport: z.enum(['tls', 'tcp']).default('tls').meta({ title: 'Transport' }),
  mechanism: z
    .enum(['none', 'plain', 'scram-sha-256', 'scram-sha-512'])
    .default('none')
    .meta({ title: 'How it logs in (SASL)' }),
  username: line('User name').optional(),
  password: secret('Password').optional(),
  order: z
    .enum(['kept', 'spread'])
    .default('kept')
    .meta({ title: 'Order: kept in one partition, or spread over all of them' }),
  format: format('keeper-json'),
  ...trust,
})

type Settings = z.output<typeof settings>

const sendMs = 20_000
const connectMs = 10_000

function configOf(given: Settings, { reach }: Tools, note: (error: Error) => void): KafkaConfig {
  const { brokers, mechanism, username = '', password = '', transport } = given
  const sasl = { mechanism, username, password } as SASLOptions
  return {
    clientId: 'keepwatch',
    brokers: brokers.split(',').map((one) => one.trim()),
    logCreator: () => () => {},
    connectionTimeout: connectMs,
    requestTimeout: sendMs,
    // The frame tries again, for ever; this is for what passes by itself, such as a new leader.
    retry: { retries: 4, initialRetryTime: 100, maxRetryTime: 1_000 },
    ...(mechanism !== 'none' && { sasl }),
    socketFactory({ host, port, onConnect }) {
      const place = { host, port, trust: transport === 'tls' ? given : undefined }
      const ready = transport === 'tls' ? 'secureConnect' : 'connect'
      try {
        return beginSocket(place, reach).once('error', note).once(ready, onConnect)
      } catch (error) {
        note(error as Error)
        throw error
      }
    },
  }
}

const messageOf = ({ event, text }: Unit, key: string) => ({
  key,
  value: text,
  headers: { event_id: event.event_id, seq: String(event.seq), leaf_hash: event.leaf_hash },
})

/** Apache Kafka, with an idempotent producer: the broker takes what is sent twice once, and keeps the order. */
export const kafka = targetType({
  name: 'kafka',
  title: 'Apache Kafka',
  settings,
  // A broker takes 1,048,588 bytes at once (`message.max.bytes`), headers included, unless it is told otherwise.
  limits: () => ({ events: 1_000, bytes: 700_000, ageMs: 100 }),
  line: (event, { format: name }, tools) => formatted(event, name, tools),
  open(given, tools) {
    let producer: Producer | undefined
    /** The library wraps errors in its own, which forget what they were made of. */
    let forbidden: Error | undefined

    async function connected(): Promise<Producer> {
      if (producer) return producer
      const { Kafka, Partitioners } = (await import('kafkajs')).default
      const config = configOf(given, tools, (error) => {
        if ('kind' in error && error.kind === 'denied') forbidden = error
      })
      producer = new Kafka(config).producer({
        idempotent: true,
        maxInFlightRequests: 1,
        allowAutoTopicCreation: false,
        createPartitioner: Partitioners.DefaultPartitioner,
      })
      await producer.connect()
      return producer
    }

    async function publish(units: readonly Unit[]) {
      const { host } = tools.origin
      const messages = units.map((unit) =>
        messageOf(unit, given.order === 'kept' ? host : unit.event.event_id),
      )
      await (await connected()).send({ topic: given.topic, acks: -1, messages })
    }

    async function close() {
      const old = producer
      producer = undefined
      await old?.disconnect().catch(() => undefined)
    }

    return {
      async send(units, signal) {
        forbidden = undefined
        try {
          await unlessAborted(publish(units), signal)
          return done
        } catch (error) {
          // A producer that failed may have lost count of its messages: the next try begins with a new one.
          await close()
          return forbidden ? verdictOnError(forbidden) : kafkaVerdict(error)
        }
      },
      close,
    }
  },
})
