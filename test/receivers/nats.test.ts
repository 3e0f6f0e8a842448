import { join } from 'node:path'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ExportHouse } from '../../src/exports/export-house.ts'
import { deliverTo } from '../support/deliver-to.ts'
import { numberedEvents } from '../support/numbered-events.ts'
import { testExports } from '../support/test-exports.ts'
import { type RunningProgram, runProgram } from './support/process.ts'
import { programOf } from './support/servers.ts'
import { newStage, type Stage } from './support/stage.ts'

/** A real nats-server with JetStream, over TLS with a client certificate. */

const seed = Date.now() % 2 ** 31
const events = numberedEvents(2_000, seed)

let stage: Stage
let server: RunningProgram
let house: ExportHouse
let reader: NatsConnection

beforeAll(async () => {
  stage = await newStage('nats.conf')
  house = await testExports(stage.folder)
  const { program, env } = await programOf('nats', 'usr/sbin/nats-server')
  const args = ['--config', stage.configuration]
  server = await runProgram({
    program,
    args,
    env,
    cwd: stage.folder,
    port: stage.ports['PORT'] ?? 0,
  })
  reader = await connect({
    servers: `localhost:${stage.ports['PORT']}`,
    token: 'let me in',
    tls: {
      caFile: join(stage.folder, 'ca.pem'),
      cert: stage.trust['client_certificate'] ?? '',
      key: stage.trust['client_key'] ?? '',
    },
  })
  const manager = await jetstreamManager(reader)
  await manager.streams.add({ name: 'EVENTS', subjects: ['keepwatch.>'], max_msg_size: 100_000 })
})

afterAll(async () => {
  await reader.close()
  await server.stop()
  await stage.remove()
})

const settings = () => ({
  host: 'localhost',
  port: stage.ports['PORT'],
  token: 'let me in',
  ...stage.trust,
})

/** Everything that is in the stream. */
async function stored(): Promise<readonly unknown[]> {
  const stream = jetstream(reader)
  const { state } = await (await jetstreamManager(reader)).streams.info('EVENTS')
  const found: unknown[] = []
  if (state.messages === 0) return found
  const consumer = await stream.consumers.get('EVENTS')
  for await (const message of await consumer.consume()) {
    found.push(message.json())
    if (message.info.pending === 0) break
  }
  return found
}

test('every event is in the stream, in order and unchanged', { timeout: 60_000 }, async () => {
  const delivered = await deliverTo({ house, kind: 'nats', settings: settings(), events })
  expect(delivered).toEqual({ ended: 'stopped', dead: [], troubles: [] })
  expect(await stored(), `seed ${seed}`).toEqual(events)
})

test('what is sent twice is there once', { timeout: 60_000 }, async () => {
  await deliverTo({ house, kind: 'nats', settings: settings(), events })
  expect(await stored()).toHaveLength(events.length)
})

test('an event that the stream can never take is a dead letter, and does not stand in the way', {
  timeout: 60_000,
}, async () => {
  const [one, two, three] = numberedEvents(3, seed + 1)
  if (!one || !two || !three) throw new Error('there are no events')
  const large = { ...two, message: 'x'.repeat(200_000) }
  const before = (await stored()).length
  const { dead } = await deliverTo({
    house,
    kind: 'nats',
    settings: settings(),
    events: [one, large, three],
  })
  expect(dead).toMatchObject([{ seq: 1, reason: expect.stringContaining('maximum allowed') }])
  expect((await stored()).slice(before)).toEqual([one, three])
})

test('a wrong token pauses the target', { timeout: 60_000 }, async () => {
  const wrong = { ...settings(), token: 'let me out' }
  const { ended, troubles } = await deliverTo({ house, kind: 'nats', settings: wrong, events })
  expect({ ended, troubles }).toEqual({
    ended: 'paused',
    troubles: [expect.stringContaining('Authorization')],
  })
})
