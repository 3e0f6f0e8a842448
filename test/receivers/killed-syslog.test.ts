import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { ExportHouse } from '../../src/exports/export-house.ts'
import type { OutgoingEvent } from '../../src/exports/outgoing-event.ts'
import { faults } from '../faults/support/effort.ts'
import { faultSeed, type Random, randomFrom, say } from '../faults/support/random.ts'
import { deliverTo } from '../support/deliver-to.ts'
import { testExports } from '../support/test-exports.ts'
import { type SyslogServer, startSyslogServer } from './support/syslog-server.ts'

/**
 * rsyslog, killed with SIGKILL at random moments while it takes events: 6 times a protocol, 100 with `--full`. Over TCP and TLS
 * nobody says what arrived, and what was sent last goes out again; over RELP only what was not answered does.
 */

const kills = faults({ few: 6, many: 100 })
/** Fewer where there are many kills: each end of a connection has the last ten seconds sent again. */
const eventsPerKill = faults({ few: 2_000, many: 300 })
const seed = faultSeed()

let house: ExportHouse
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keepwatch-killed-syslog-'))
  house = await testExports(folder)
})

afterAll(() => rm(folder, { recursive: true }))

/** A stretch for each kill, and one behind the last: what was sent last goes out again with the next event. */
const events = Array.from(
  { length: (kills + 1) * eventsPerKill },
  (_, seq): OutgoingEvent => ({
    seq,
    leaf_hash: '0'.repeat(64),
    event_id: `event ${seq}`,
    audit_event: 'app_client_access',
    category: 'ksm',
    severity: 'info',
    outcome: 'success',
    timestamp: '2026-11-23T08:12:44.123Z',
    recorded_at: '2026-11-23T08:12:44.125Z',
    message: 'KSM device ci-runner has accessed secrets',
  }),
)

/** Where a delivery is, and the kills that it must not run away from. */
type Course = { delivered: number; struck: number }

/** Kills at random moments while the delivery goes on, once in every stretch of the events. */
async function killing(server: SyslogServer, random: Random, course: Course) {
  for (let kill = 0; kill < kills; kill++) {
    const mark = kill * eventsPerKill + random.below(eventsPerKill / 2)
    while (course.delivered < mark) await setTimeout(1)
    await setTimeout(random.below(20))
    await server.kill('SIGKILL')
    course.struck += 1
    await setTimeout(random.below(50))
    await server.restart()
  }
}

type Way = { readonly kind: string; readonly settings: Readonly<Record<string, unknown>> }

async function deliverWhileKilled(server: SyslogServer, way: Way) {
  const course = { delivered: 0, struck: 0 }
  const random = randomFrom(seed)
  const onAdvance = async (count: number) => {
    course.delivered = count
    while (course.struck < Math.min(kills, Math.floor(count / eventsPerKill))) await setTimeout(1)
  }
  const limits = { events: 50 + random.below(100) }
  const delivery = deliverTo({ house, ...way, events, onAdvance, limits, patienceMs: 50 })
  const [{ ended, dead }] = await Promise.all([delivery, killing(server, random, course)])
  expect({ ended, dead }).toEqual({ ended: 'stopped', dead: [] })
}

/** What arrived: each event once, in the order of its first arrival, and how many messages that were. */
async function arrivedAt(server: SyslogServer) {
  async function look() {
    const first = new Map<number, OutgoingEvent>()
    let all = 0
    for await (const { message } of server.eachArrived()) {
      const event = JSON.parse(message) as OutgoingEvent
      if (!first.has(event.seq)) first.set(event.seq, event)
      all += 1
    }
    expect(first.size).toBe(events.length)
    return { first: [...first.values()], all }
  }
  return vi.waitFor(look, { timeout: 60_000, interval: 500 })
}

const ways = [
  { name: 'TLS', kind: 'syslog', port: 'TLS', transport: 'tls' },
  { name: 'TCP', kind: 'syslog', port: 'TCP', transport: 'tcp' },
  { name: 'RELP', kind: 'relp', port: 'RELP', transport: 'tcp' },
] as const

test.each(ways)(
  '$name loses nothing to a receiver that is killed',
  { timeout: 900_000 },
  async ({ name, kind, port, transport }) => {
    const server = await startSyslogServer('rsyslog')
    try {
      const trust = transport === 'tls' ? server.trust : {}
      const place = { host: 'localhost', port: server.ports[port], transport }
      await deliverWhileKilled(server, { kind, settings: { ...place, ...trust } })
      const { first, all } = await arrivedAt(server)
      const repeated = all - events.length
      say(`${name}, killed`, { seed, kills, events: events.length, lost: 0, repeated })
      expect(first).toEqual(events)
      if (kind === 'relp') expect(repeated).toBeLessThan(events.length / 100)
    } finally {
      await server.stop()
    }
  },
)
