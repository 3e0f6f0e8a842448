import { expect, test } from 'vitest'
import type { RuleInput } from '../../src/alerts/rule.ts'
import { markChanged } from '../../src/alerts/watch.ts'
import { openWorld, type World } from './support/alert-world.ts'
import { faults } from './support/effort.ts'
import { type NaiveEvent, type NaiveRule, naive, type Switch } from './support/naive-alerts.ts'
import { faultSeed, type Random, randomFrom, say } from './support/random.ts'

/**
 * Alerts against a naive reference: events come, the process dies anywhere, the clock is set, receivers fail, and rules are
 * paused. No alert is lost, none is sent twice for one cause unless its receiver may not have answered, and counters are exact.
 */

const hourMs = 3_600_000
const steps = 500
const seeds = faults({ few: 12, many: 10_000 })

type Pair = { readonly naive: NaiveRule; readonly rule: RuleInput }

const access = 'app_client_access'
const filter = { audit_event: [access] }

const pairs: readonly Pair[] = [
  {
    naive: { name: 'every', type: access, isGrouped: false },
    rule: { name: 'every', filter },
  },
  {
    naive: { name: 'third', type: access, isGrouped: false, every: 3 },
    rule: { name: 'third', filter, frequency: '3:event' },
  },
  {
    naive: { name: 'hourly', type: access, isGrouped: true, oncePerMs: 2 * hourMs },
    rule: { name: 'hourly', filter, group_by: ['device_uid'], frequency: '2:hour' },
  },
  {
    naive: {
      name: 'many',
      type: access,
      isGrouped: true,
      count: { atLeast: 4, withinMs: 10 * 60_000 },
      oncePerMs: 30 * 60_000,
    },
    rule: {
      name: 'many',
      filter,
      condition: { when: 'count', at_least: 4, within: '10m' },
      group_by: ['device_uid'],
      frequency: '30:minute',
    },
  },
  {
    naive: { name: 'other', type: 'app_client_connected', isGrouped: false },
    rule: { name: 'other', filter: { audit_event: ['app_client_connected'] } },
  },
]

async function flip(world: World, random: Random, switches: Switch[]): Promise<void> {
  const name = pairs[random.below(pairs.length)]?.naive.name ?? ''
  const from = await world.drain()
  const isOn = !(switches.findLast(({ rule }) => rule === name)?.isOn ?? true)
  await world.store.transaction(async (tx) => {
    const row = (await tx.alertRules.list()).find((one) => one.name === name)
    await tx.alertRules.setStatus(row?.alert_uid ?? '', isOn ? 'on' : 'off')
    await markChanged(tx)
  })
  switches.push({ rule: name, from, isOn })
}

async function step(world: World, random: Random, switches: Switch[]): Promise<void> {
  const chosen = random.below(100)
  if (chosen < 45) {
    world.weather.now += random.below(4 * 60_000)
    const type = random.chance(0.85) ? access : 'app_client_connected'
    await world.append(type, `device-${random.below(3)}`)
  } else if (chosen < 70) await world.advance()
  else if (chosen < 85) await world.send()
  else if (chosen < 90) world.crash()
  else if (chosen < 93) world.weather.now += random.below(20 * hourMs) - 10 * hourMs
  else if (chosen < 95) await flip(world, random, switches)
  else {
    world.weather.now += random.below(hourMs)
    world.weather.passed += random.below(hourMs)
  }
}

/** Until everything that waits has arrived. */
async function finish(world: World): Promise<void> {
  world.heal()
  await world.drain()
  for (let at = 0; at < 12; at++) {
    world.weather.now += 25 * hourMs
    await world.send()
  }
}

async function eventsOf({ store }: World): Promise<readonly Record<string, unknown>[]> {
  const entries = await store.events.readAfter(-1, { limit: await store.events.size() })
  return entries.map(({ seq, body }) => ({ seq, ...JSON.parse(body) }))
}

const asNaive = (event: Record<string, unknown>): NaiveEvent => ({
  seq: Number(event['seq']),
  type: String(event['audit_event']),
  at: Date.parse(String(event['timestamp'])),
  group: String(event['device_uid']),
})

async function judge(world: World, switches: readonly Switch[]): Promise<number> {
  const events = await eventsOf(world)
  const rows = await world.store.read(({ alertRules }) => alertRules.list())
  let sent = 0
  for (const { naive: rule } of pairs) {
    const expected = naive(rule, events.map(asNaive), switches)
    const row = rows.find(({ name }) => name === rule.name)
    expect({ rule: rule.name, occurrences: row?.occurrences, sent: row?.sent }).toEqual({
      rule: rule.name,
      occurrences: expected.occurrences,
      sent: expected.sends.length,
    })
    const told = events.filter(
      (one) => one['audit_event'] === 'audit_alert_sent' && one['name'] === rule.name,
    )
    const waiting = expected.sends.reduce((sum, one) => sum + one.occurrences, 0)
    const onRecord = told.reduce((sum, one) => sum + Number(one['occurrences']), 0)
    expect({ rule: rule.name, onRecord, events: told.length }).toEqual({
      rule: rule.name,
      onRecord: waiting + expected.throttled,
      events: expected.sends.length + expected.throttled,
    })
    const messages = await world.store.read(({ alertDeliveries }) =>
      alertDeliveries.listOf(row?.alert_uid ?? '', 10_000),
    )
    const causes = messages.map(({ cause_seq, reason }) => ({
      seq: cause_seq,
      occurrences: (JSON.parse(reason) as { occurrences: number }).occurrences,
    }))
    expect(causes.sort((a, b) => a.seq - b.seq)).toEqual(expected.sends)
    const arrived = Map.groupBy(
      world.got.filter(({ alert }) => alert === rule.name),
      ({ seq }) => seq,
    )
    expect([...arrived.keys()].sort((a, b) => a - b)).toEqual(expected.sends.map(({ seq }) => seq))
    for (const all of arrived.values()) {
      expect(new Set(all.map(({ message_uid }) => message_uid)).size).toBe(1)
      if (!world.unsure.has(all[0]?.message_uid ?? '')) expect(all).toHaveLength(1)
    }
    sent += expected.sends.length
  }
  return sent
}

async function simulate(seed: number) {
  const random = randomFrom(seed)
  const world = await openWorld(
    random,
    pairs.map(({ rule }) => rule),
  )
  const switches: Switch[] = []
  try {
    for (let at = 0; at < steps; at++) await step(world, random, switches)
    await finish(world)
    return {
      sent: await judge(world, switches),
      crashes: world.weather.crashes,
      got: world.got.length,
    }
  } finally {
    await world.stop()
  }
}

test(`${seeds} seeds of ${steps} steps lose no alert and send none twice`, {
  timeout: 12 * hourMs,
}, async () => {
  const first = faultSeed()
  const total = { seeds: 0, sent: 0, arrived: 0, crashes: 0 }
  for (let at = 0; at < seeds; at++) {
    const seed = (first + at) >>> 0
    const { sent, crashes, got } = await simulate(seed).catch((error: unknown) => {
      say('alerts failed', { KEEPWATCH_FAULTS_SEED: seed })
      throw error
    })
    total.seeds += 1
    total.sent += sent
    total.arrived += got
    total.crashes += crashes
  }
  say('alerts', { ...total, seed: first })
})
