import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { AlertParts } from '../../../src/alerts/alert-house.ts'
import { groundOf } from '../../../src/alerts/compiled-rule.ts'
import { type AlertGround, alertEngine, alertsCursor } from '../../../src/alerts/engine.ts'
import { sealedAs } from '../../../src/alerts/recipient.ts'
import { type RuleInput, ruleInput } from '../../../src/alerts/rule.ts'
import { messageSender } from '../../../src/alerts/send-messages.ts'
import { markChanged } from '../../../src/alerts/watch.ts'
import { appClientAccess, appClientConnected } from '../../../src/events/catalog/ksm.ts'
import { loadCatalog } from '../../../src/events/catalog.ts'
import { happened } from '../../../src/events/event-type.ts'
import { record } from '../../../src/events/record.ts'
import { newUid } from '../../../src/kernel/ids.ts'
import { createLog } from '../../../src/kernel/log.ts'
import type { Channel, Outcome } from '../../../src/outbound/channel.ts'
import { sealer } from '../../../src/outbound/sealed-settings.ts'
import { openEmbeddedStore } from '../../../src/store/embedded/embedded-store.ts'
import type { Store } from '../../../src/store/store.ts'
import { memoryFolder } from './memory-folder.ts'
import type { Random } from './random.ts'

/** A store with alerts over it that can crash, a clock that can be set, and a receiver that can fail. */

const silentLog = createLog('silent')

/** A process that died: at the beginning of a unit of work, or after it was committed. */
class Crash extends Error {}

/** What a receiver got, and whether the sender may not know that. */
export type Got = { readonly message_uid: string; readonly seq: number; readonly alert: string }

export type World = Awaited<ReturnType<typeof openWorld>>

/** What can go wrong, and how far time has come. */
type Weather = { now: number; passed: number; crashes: number; fail: number }

const types = {
  app_client_access: appClientAccess,
  app_client_connected: appClientConnected,
} as const

const dying = (store: Store, random: Random, chance: number): Store => ({
  ...store,
  async transaction(work) {
    if (random.chance(chance)) throw new Crash()
    const result = await store.transaction(work)
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

async function addRules(store: Store, rules: readonly RuleInput[], { house }: AlertParts) {
  await store.transaction(async (tx) => {
    await tx.cursors.set(alertsCursor, -1)
    for (const [at, input] of rules.entries()) {
      const [alert_uid, rule] = [newUid(), ruleInput.parse(input)]
      const kept = { alert_uid, alert_id: at + 1, name: rule.name, rule: JSON.stringify(rule) }
      const fresh = { status: 'on', snoozed_until: null, since_seq: 0, position: null } as const
      const counters = { occurrences: 0, sent: 0, last_sent: null, last_reset: null, created_at: 0 }
      await tx.alertRules.insert({ ...kept, ...fresh, ...counters })
      const recipient = { alert_uid, recipient_id: 1 }
      const sealed = house.sealer.seal(sealedAs(recipient), {})
      const ways = '[{"channel":"webhook","settings":{}}]'
      await tx.alertRecipients.put({ ...recipient, name: 'test', disabled: 0, ways, sealed })
    }
    await markChanged(tx)
  })
}

async function appendTo(
  store: Store,
  { now }: Weather,
  { type, group }: { type: keyof typeof types; group: string },
) {
  const at = new Date(now)
  const device = { app_uid: 'app', device_name: group, device_uid: group }
  const fields = { ...device, endpoint: 'get_secret', served: 'sha256:x', served_count: 1 }
  const happening =
    type === 'app_client_access'
      ? happened(appClientAccess, fields)
      : happened(appClientConnected, device)
  await store.transaction((tx) => record(tx, happening, { at, recordedAt: at }))
}

const crashing = 0.05

/** The process: what it remembers is gone when it dies. */
function mortal(
  store: Store,
  random: Random,
  { parts, weather }: { parts: AlertParts; weather: Weather },
) {
  const over = (chance: number) => {
    const clock = () => new Date(weather.now)
    const elapsed = () => weather.passed
    const ground: AlertGround = { ...parts, store: dying(store, random, chance), clock, elapsed }
    return { engine: alertEngine(ground), sender: messageSender({ ...ground, log: silentLog }) }
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

export async function openWorld(random: Random, rules: readonly RuleInput[]) {
  const folder = await mkdtemp(join(memoryFolder, 'keepwatch-alerts-'))
  const store = await openEmbeddedStore({ folder })
  const weather: Weather = {
    now: Date.parse('2026-06-01T00:00:00Z'),
    passed: 0,
    crashes: 0,
    fail: 0.3,
  }
  const arrived: Arrived = { got: [], unsure: new Set() }
  const parts = await partsOf(chaoticChannel(random, weather, arrived), weather)
  await addRules(store, rules, parts)
  const { living, begin, survive } = mortal(store, random, { parts, weather })

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
    send,
    advance: () => survive(() => living().engine.advance()),
    append: (type: keyof typeof types, group: string) => appendTo(store, weather, { type, group }),
    crash: () => begin(crashing),
    /** From now on nothing fails. */
    heal() {
      weather.fail = 0
      begin(0)
    },
    /** Looks at everything that is there, however often it dies. */
    async drain(): Promise<number> {
      for (;;) {
        const size = await store.events.size()
        await survive(() => living().engine.advance())
        const isAtEnd = living().engine.position() === size - 1
        if (isAtEnd && (await store.events.size()) === size) return size
      }
    },
    async stop(): Promise<void> {
      await store.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
