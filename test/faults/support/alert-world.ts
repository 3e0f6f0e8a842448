import { rm } from 'node:fs/promises'
import { z } from 'zod'
import type { AlertParts } from '../../../src/alerts/alert-house.ts'
import { groundOf } from '../../../src/alerts/compiled-rule.ts'
import { alertEngine } from '../../../src/alerts/engine.ts'
import { messageSender } from '../../../src/alerts/send-messages.ts'
import { setWatched, watchedOf } from '../../../src/alerts/watch.ts'
import { loadCatalog } from '../../../src/events/catalog.ts'
import { createLog } from '../../../src/kernel/log.ts'
import type { Channel, Outcome } from '../../../src/outbound/channel.ts'
import { sealer } from '../../../src/outbound/sealed-settings.ts'
import type { Store } from '../../../src/store/store.ts'
import {
  type Appended,
  addRules,
  appendTo,
  fillPast,
  freshStore,
  groupsIn,
} from './alert-ground.ts'
import { watchman } from './alert-watchman.ts'
import type { Random } from './random.ts'
import type { SimulatedRule } from './simulated-rules.ts'

/** A store with alerts over it that can crash, a clock that can be set, and a receiver that can fail. */

const silentLog = createLog('silent')

/** A process that died: at the beginning of a unit of work, or after it was committed. */
class Crash extends Error {}

/** What a receiver got, and whether the sender may not know that. */
export type Got = { readonly message_uid: string; readonly seq: number; readonly alert: string }

export type World = Awaited<ReturnType<typeof openWorld>>

/** What can go wrong, and how far time has come. */
type Weather = { now: number; passed: number; crashes: number; fail: number }

type Dying = { readonly chance: number; readonly committed?: () => Promise<void> }

const dying = (store: Store, random: Random, { chance, committed }: Dying): Store => ({
  ...store,
  async transaction(work) {
    if (random.chance(chance)) throw new Crash()
    const result = await store.transaction(work)
    await committed?.()
    if (random.chance(chance)) throw new Crash()
    return result
  },
})

/** A receiver that fails, and that sometimes takes a message and cannot say so. */
function chaoticChannel(random: Random, weather: Weather, { got, unsure }: Arrived): Channel {
  return {
    name: 'webhook',
    title: 'Test',
    settings: z.strictObject({}),
    whom: () => 'test',
    async send({ message_uid, alert_name: alert, event }): Promise<Outcome> {
      if (random.chance(weather.fail)) return { kind: 'again', status: 503, answer: '' }
      got.push({ message_uid, alert, seq: Number(event['seq']) })
      if (!random.chance(weather.fail / 2)) return { kind: 'taken', status: 200, answer: '' }
      unsure.add(message_uid)
      throw new Error('the connection was cut')
    },
  }
}

/** `unsure`: messages of which the sender may not know that they arrived: sending them again is right. */
type Arrived = { readonly got: Got[]; readonly unsure: Set<string> }

const partsOf = async (channel: Channel, weather: Weather): Promise<AlertParts> => ({
  ground: groundOf(await loadCatalog()),
  house: {
    channels: new Map([['webhook', channel]]),
    ready: new Map(),
    sealer: sealer(new Uint8Array(32)),
    tools: { reach: {} as never, now: () => new Date(weather.now) },
    linkOf: (seq) => String(seq),
  },
})

const crashing = 0.05
const agedMs = 10 * 86_400_000

type Mortal = {
  readonly parts: AlertParts
  readonly weather: Weather
  readonly watching: Pick<ReturnType<typeof watchman>, 'begin' | 'committed'>
}

/** The process: what it remembers is gone when it dies. */
function mortal(store: Store, random: Random, { parts, weather, watching }: Mortal) {
  const over = (chance: number) => {
    watching.begin()
    const clock = () => new Date(weather.now)
    const ground = { ...parts, clock, elapsed: () => weather.passed, log: silentLog }
    const { committed } = watching
    return {
      engine: alertEngine({ ...ground, store: dying(store, random, { chance, committed }) }),
      sender: messageSender({ ...ground, store: dying(store, random, { chance }) }),
    }
  }
  let living = over(crashing)
  return {
    living: () => living,
    begin(chance: number): void {
      living = over(chance)
    },
    /** What died begins again, with nothing but what is kept. */
    async survive(work: () => Promise<unknown>): Promise<void> {
      try {
        await work()
      } catch (error) {
        if (!(error instanceof Crash)) throw error
        weather.crashes += 1
        living = over(crashing)
      }
    },
  }
}

const start = Date.parse('2026-06-01T00:00:00Z')

export async function openWorld(random: Random, rules: readonly SimulatedRule[]) {
  const { folder, store } = await freshStore()
  const weather: Weather = { now: start, passed: 0, crashes: 0, fail: 0.3 }
  const arrived: Arrived = { got: [], unsure: new Set() }
  const parts = await partsOf(chaoticChannel(random, weather, arrived), weather)
  await fillPast(store, weather, random)
  const since = await addRules(store, rules, parts)
  const learners = rules.flatMap(({ naive }) => (naive.learns ? [naive.name] : []))
  const watching = watchman(store, weather, new Set(learners))
  const { living, begin, survive } = mortal(store, random, { parts, weather, watching })

  /** Looks once. False when there was nothing more to see. */
  async function advance(): Promise<boolean> {
    let isBusy = true
    await survive(async () => {
      watching.look()
      isBusy = await living().engine.advance()
      watching.looked(living().engine.position())
    })
    return isBusy
  }

  async function send(): Promise<void> {
    const { sender } = living()
    const [before, crashed] = [arrived.got.length, weather.crashes]
    await survive(() => sender.look(new AbortController().signal))
    await sender.settled()
    // What was sent and could not be written down is sent again.
    for (const { message_uid } of arrived.got.slice(before)) {
      const kept = await store.read(({ alertMessages }) => alertMessages.find(message_uid))
      if (kept?.status !== 'delivered' || weather.crashes > crashed) arrived.unsure.add(message_uid)
    }
  }

  return {
    ...arrived,
    store,
    weather,
    since,
    trace: watching.trace,
    send,
    advance,
    append: (one: Appended) => appendTo(store, weather, one),
    crash: () => begin(crashing),
    groups: () => groupsIn(store),
    /** Days in which somebody watched and nothing came: what is past after them is forgotten. */
    async age(): Promise<void> {
      await store.transaction(async (tx) => setWatched(tx, (await watchedOf(tx)) + agedMs))
      watching.age(agedMs)
      weather.now += agedMs
      begin(crashing)
    },
    /** From now on nothing fails. */
    heal() {
      weather.fail = 0
      begin(0)
    },
    /** Looks at everything that is there, however often it dies. */
    async drain(): Promise<void> {
      while (await advance());
    },
    async stop(): Promise<void> {
      await store.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
