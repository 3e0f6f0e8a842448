import { hash } from 'node:crypto'
import { expect, test } from 'vitest'
import { batches, type Source } from '../../src/exports/delivery/batches.ts'
import { coalescing, patienceOf } from '../../src/exports/delivery/coalescing.ts'
import { deliver } from '../../src/exports/delivery/deliver.ts'
import type { OutgoingEvent } from '../../src/exports/outgoing-event.ts'
import type { Sender } from '../../src/exports/target.ts'
import { unitOf, type Writing } from '../../src/exports/unit-of.ts'
import { coalescedBy } from '../../src/verify/coalesced.ts'
import { chaoticReceiver } from './support/chaotic-receiver.ts'
import { faults } from './support/effort.ts'
import { faultSeed, type Random, randomFrom, say } from './support/random.ts'
import { type VirtualClock, virtualClock } from './support/virtual-clock.ts'

/**
 * Polling reads that are put together, on their way to a receiver that drops every id that it has had before, through a network and a
 * server that break off: each event of the log is accounted for, whatever was put together with what.
 */

const seed = faultSeed()
const runs = 5
const count = faults({ few: 20_000, many: 500_000 })
const perSecond = 10
const limits = { events: 40, bytes: 1_000_000, ageMs: 500 }
const chaosMs = (count / perSecond) * 1_000
const crash = 0.01

/** Reads of three devices; now and then something that nobody should wait for. */
function eventOf(seq: number): OutgoingEvent {
  const isOther = seq % 97 === 0
  return {
    ...{ seq, event_id: `event ${seq}`, leaf_hash: hash('sha256', `leaf ${seq}`) },
    ...{ audit_event: isOther ? 'login' : 'app_client_access', device_uid: `device ${seq % 3}` },
    ...{ category: 'ksm', severity: 'info', outcome: 'success', message: 'something happened' },
    ...{ timestamp: '2026-11-23T08:12:44.123Z', recorded_at: '2026-11-23T08:12:44.125Z' },
  }
}

const line = (event: OutgoingEvent) => JSON.stringify(event)
const writing: Writing = { line, mostBytes: 100_000, keeps: 'events' }

function source(clock: VirtualClock, signal: AbortSignal): Source {
  const size = () => Math.min(count, Math.floor((clock.now() / 1_000) * perSecond))
  return {
    async read(after) {
      const last = Math.min(size() - 1, after + 1_000)
      if (last <= after) return undefined
      const units = Array.from({ length: last - after }, (_, at) =>
        unitOf(writing, eventOf(after + 1 + at)),
      )
      return { last, units }
    },
    wait: () => clock.sleep(1_000 / perSecond, signal),
    sleep: (ms) => clock.sleep(ms, signal),
  }
}

class Crash extends Error {}

/** What a receiver has that keeps the first event of an id: the numbers that each one says that it stands for. */
function remembering(sender: Sender, held: Map<string, readonly number[]>): Sender {
  return {
    ...sender,
    async send(units, signal) {
      const verdict = await sender.send(units, signal)
      if (verdict.kind !== 'done') return verdict
      for (const { text } of units) {
        const event = JSON.parse(text)
        const seqs = coalescedBy((name) => event[name])?.seqs ?? [event.seq]
        if (!held.has(event.event_id)) held.set(event.event_id, seqs)
      }
      return verdict
    },
  }
}

async function exporting(clock: VirtualClock, random: Random, sender: Sender) {
  const cursor = { last: -1 }
  const stopping = new AbortController()
  const { signal } = stopping
  let crashes = 0
  const work = async () => {
    while (cursor.last < count - 1) {
      const ledger = {
        async advance(last: number) {
          if (clock.now() < chaosMs && random.chance(crash)) throw new Crash()
          cursor.last = last
          if (last >= count - 1) stopping.abort()
        },
      }
      const news = { failing: async () => {}, restored: async () => {}, paused: async () => {} }
      const drawn = () => random.below(2 ** 30) / 2 ** 30
      const delivery = { sender, ledger, news, sleep: clock.sleep, random: drawn }
      const after = cursor.last
      const all = batches(source(clock, signal), limits, {
        after,
        signal,
        patience: patienceOf(20_000),
      })
      try {
        await deliver(coalescing(all, writing), delivery, signal)
      } catch (error) {
        if (!(error instanceof Crash)) throw error
        crashes += 1
      }
    }
  }
  await work()
  return crashes
}

const draws = randomFrom(seed)
const seeds = Array.from({ length: runs }, () => draws.seed())

test.each(seeds)(
  'chaos %i loses nothing that was put together',
  { timeout: 600_000 },
  async (chaos) => {
    const clock = virtualClock()
    const random = randomFrom(chaos)
    const receiver = chaoticReceiver(clock, random)
    const held = new Map<string, readonly number[]>()
    const sender = remembering(receiver.sender, held)
    const peace = clock.sleep(chaosMs).then(receiver.makePeace)
    const crashes = await clock.run(
      Promise.all([exporting(clock, random, sender), peace]).then(([many]) => many),
    )
    const seen = new Set([...held.values()].flat())
    const lost = Array.from({ length: count }, (_, seq) => seq).filter((seq) => !seen.has(seq))
    say(`coalescing ${chaos} of seed ${seed}`, {
      events: count,
      sent: held.size,
      crashes,
      lost: lost.length,
    })
    expect(lost).toEqual([])
    expect(held.size).toBeLessThan(count / 4)
  },
)
