import { expect, test } from 'vitest'
import { batches, type Source } from '../../src/exports/delivery/batches.ts'
import { deliver } from '../../src/exports/delivery/deliver.ts'
import type { OutgoingEvent } from '../../src/exports/outgoing-event.ts'
import type { Unit } from '../../src/exports/target.ts'
import { asUnit } from '../../src/exports/unit-of.ts'
import { type ChaoticReceiver, chaoticReceiver } from './support/chaotic-receiver.ts'
import { faults } from './support/effort.ts'
import { faultSeed, type Random, randomFrom, say } from './support/random.ts'
import { type VirtualClock, virtualClock } from './support/virtual-clock.ts'

/**
 * The frame of the exports against a network and a receiver that lose, delay, break off, refuse, die and take half, while the
 * exporting server itself breaks off now and then. Time is simulated: 10 runs of 50,000 events, of 1,000,000 with `--full`.
 */

const seed = faultSeed()
const runs = 10
const count = faults({ few: 50_000, many: 1_000_000 })
const perSecond = 10
const limits = { events: 20, bytes: 1_000_000, ageMs: 500 }
const chaosMs = (count / perSecond) * 1_000
const peaceMs = 60_000
/** The chaos ends with the receiver away for so long that the sender has become patient. */
const lastOutageMs = 600_000
/** How often the server breaks off between the receiver's answer and its own note of it. */
const crash = 0.002

const unitOf = (seq: number): Unit =>
  asUnit({ seq, event_id: `event ${seq}` } as OutgoingEvent, `{"seq":${seq}}`)

/** A log that grows evenly while the chaos lasts, and goes on for as long as the peace does. */
function growingLog(clock: VirtualClock) {
  const size = () => Math.floor((clock.now() / 1_000) * perSecond)
  const source = (signal: AbortSignal): Source => ({
    async read(after) {
      const last = Math.min(size() - 1, after + 1_000)
      if (last <= after) return undefined
      return {
        last,
        units: Array.from({ length: last - after }, (_, at) => unitOf(after + 1 + at)),
      }
    },
    wait: () => clock.sleep(1_000 / perSecond, signal),
    sleep: (ms) => clock.sleep(ms, signal),
  })
  return { size, source }
}

type Ground = { clock: VirtualClock; random: Random; receiver: ChaoticReceiver }
type World = Ground & { log: ReturnType<typeof growingLog>; cursor: { last: number } }

class Crash extends Error {}

/** The exporting server, which comes back after every crash and knows only what it wrote down. */
async function exporting({ clock, random, receiver, log, cursor }: World, signal: AbortSignal) {
  let crashes = 0
  while (!signal.aborted) {
    const ledger = {
      async advance(last: number) {
        if (clock.now() < chaosMs && random.chance(crash)) throw new Crash()
        cursor.last = last
      },
    }
    const delivery = {
      sender: receiver.sender,
      ledger,
      news: { failing: async () => {}, restored: async () => {}, paused: async () => {} },
      sleep: clock.sleep,
      random: () => random.below(2 ** 30) / 2 ** 30,
    }
    const stretches = batches(log.source(signal), limits, { after: cursor.last, signal })
    try {
      expect(await deliver(stretches, delivery, signal)).toBe('stopped')
    } catch (error) {
      if (!(error instanceof Crash)) throw error
      crashes += 1
    }
  }
  return crashes
}

/** When everything up to the end of the chaos had arrived, in milliseconds after it. */
async function caughtUp({ clock, log, cursor }: World): Promise<number> {
  const began = clock.now()
  while (log.size() - 1 - cursor.last > perSecond && clock.now() < began + 10 * peaceMs)
    await clock.sleep(100)
  return clock.now() - began
}

async function simulate(world: World) {
  const { clock, receiver } = world
  const stopping = new AbortController()
  const crashes = exporting(world, stopping.signal)
  await clock.sleep(chaosMs)
  receiver.dieFor(lastOutageMs)
  await clock.sleep(lastOutageMs)
  const lag = world.log.size() - 1 - world.cursor.last
  receiver.makePeace()
  const recovery = await caughtUp(world)
  stopping.abort()
  return { lag, recovery, crashes: await crashes }
}

/** What came, against what was in the log. */
function compare({ receiver: { stored }, cursor }: World) {
  const seen = new Set<number>()
  let overtaken = 0
  let renamed = 0
  for (const { seq, event_id } of stored) {
    if (event_id !== `event ${seq}`) renamed++
    if (!seen.has(seq) && seq !== seen.size) overtaken++
    seen.add(seq)
  }
  const delivered = Array.from({ length: cursor.last + 1 }, (_, seq) => seq)
  const lost = delivered.filter((seq) => !seen.has(seq)).length
  return { events: seen.size, lost, overtaken, renamed, repeated: stored.length - seen.size }
}

const draws = randomFrom(seed)
const seeds = Array.from({ length: runs }, () => draws.seed())

const allStruck = new Set<string>()

test.each(seeds)(
  'chaos %i loses nothing, keeps the order, repeats less than one event in a hundred, and is over within a minute',
  {
    timeout: 600_000,
  },
  async (chaos) => {
    const clock = virtualClock()
    const random = randomFrom(chaos)
    const receiver = chaoticReceiver(clock, random)
    const world = { clock, random, receiver, log: growingLog(clock), cursor: { last: -1 } }
    const { lag, recovery, crashes } = await clock.run(simulate(world))

    const { events, repeated, ...wrong } = compare(world)
    const figures = { events, ...wrong, repeated, crashes, 'lag at peace': lag }
    const struck = Object.fromEntries(receiver.struck)
    say(`chaos ${chaos} of seed ${seed}`, { ...figures, 'ms to recover': recovery, ...struck })
    expect(wrong).toEqual({ lost: 0, overtaken: 0, renamed: 0 })
    expect(events).toBeGreaterThanOrEqual(count)
    expect(repeated / events).toBeLessThan(0.01)
    expect(recovery).toBeLessThan(peaceMs)
    for (const fault of receiver.struck.keys()) allStruck.add(fault)
  },
)

test('every kind of fault has struck', () => expect(allStruck.size).toBe(8))
