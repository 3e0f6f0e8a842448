import { afterAll, expect, test } from 'vitest'
import { markChanged } from '../../src/alerts/watch.ts'
import { anyEvent, forgetEmptyStore } from './support/alert-ground.ts'
import { openWorld, type World } from './support/alert-world.ts'
import { faults } from './support/effort.ts'
import { judgeAlerts } from './support/judge-alerts.ts'
import { faultSeed, type Random, randomFrom, say } from './support/random.ts'
import { simulatedRules } from './support/simulated-rules.ts'

/**
 * Alerts against a naive reference: events come, the process dies anywhere, the clock is set, receivers fail, and rules are
 * paused. No alert is lost, none is sent twice for one cause unless its receiver may not have answered, and counters are exact.
 */

const [minuteMs, hourMs] = [60_000, 3_600_000]
const steps = 500
/** So often it is said how far a long run is. */
const told = 500
const seeds = faults({ few: 100, many: 10_000 })

/** Somebody changes what a rule does when it comes true. */
async function turn(world: World, random: Random): Promise<void> {
  const { name } = simulatedRules[random.below(simulatedRules.length)]?.naive ?? { name: '' }
  await world.drain()
  const until = random.chance(0.4) ? world.weather.now + random.below(20 * minuteMs) : undefined
  const isOn = isOff(world, name)
  await world.store.transaction(async (tx) => {
    const uid = (await tx.alertRules.list()).find((one) => one.name === name)?.alert_uid ?? ''
    if (until === undefined) await tx.alertRules.setStatus(uid, isOn ? 'on' : 'off')
    else await tx.alertRules.snooze(uid, until)
    await markChanged(tx)
  })
  world.trace.push(
    until === undefined
      ? { did: 'turned', rule: name, isOn }
      : { did: 'snoozed', rule: name, until },
  )
}

function isOff({ trace }: World, name: string): boolean {
  const last = trace.findLast((one) => one.did === 'turned' && one.rule === name)
  return last?.did === 'turned' && !last.isOn
}

/** Nothing comes for a while, and somebody watches. */
async function quiet(world: World, random: Random): Promise<void> {
  for (let left = 5 + random.below(35); left > 0; left--) {
    world.weather.now += 4_000
    world.weather.passed += 4_000
    await world.advance()
  }
}

async function age(world: World): Promise<void> {
  await world.drain()
  const before = await world.groups()
  await world.age()
  await world.drain()
  total['groups forgotten'] += Math.max(0, before - (await world.groups()))
}

/** `wild`: how often a clock is set, of a hundred steps. */
async function step(world: World, random: Random, wild: number): Promise<void> {
  const { weather } = world
  const chosen = random.below(100)
  if (chosen < 50) {
    weather.now += random.below(20_000)
    weather.passed += random.below(2_000)
    await world.append(anyEvent(random))
  } else if (chosen < 70) await world.advance()
  else if (chosen < 80) await world.send()
  else if (chosen < 84) world.crash()
  else if (chosen < 86) await turn(world, random)
  else if (chosen < 88) await quiet(world, random)
  else if (random.chance(0.04)) await age(world)
  else if (random.below(100) < wild) {
    if (random.chance(0.5)) weather.now += random.below(20 * hourMs) - 10 * hourMs
    else weather.passed += random.below(hourMs)
  } else await world.advance()
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

/** What all seeds came to. */
const total = { seeds: 0, told: 0, arrived: 0, crashes: 0, 'groups forgotten': 0 }
const toldByRule = new Map<string, number>()

async function simulate(seed: number): Promise<void> {
  const random = randomFrom(seed)
  const world = await openWorld(random, simulatedRules)
  const wild = random.chance(0.5) ? 40 : 4
  try {
    for (let at = 0; at < steps; at++) await step(world, random, wild)
    await finish(world)
    for (const [name, told] of await judgeAlerts(world)) {
      toldByRule.set(name, (toldByRule.get(name) ?? 0) + told)
      total.told += told
    }
    total.seeds += 1
    total.arrived += world.got.length
    total.crashes += world.weather.crashes
  } finally {
    await world.stop()
  }
}

afterAll(forgetEmptyStore)

test(`${seeds} seeds of ${steps} steps lose no alert and send none twice`, {
  timeout: 12 * hourMs,
}, async () => {
  const first = faultSeed()
  for (let at = 0; at < seeds; at++) {
    const seed = (first + at) >>> 0
    await simulate(seed).catch((error: unknown) => {
      say('alerts failed', { KEEPWATCH_FAULTS_SEED: seed })
      throw error
    })
    if (total.seeds % told === 0) say('alerts so far', { ...total, seed: first })
  }
  say('alerts', { ...total, seed: first })
  say('alerts told by rule', Object.fromEntries(toldByRule))
  for (const [name, told] of toldByRule) expect({ name, told }).not.toEqual({ name, told: 0 })
  expect(total['groups forgotten']).toBeGreaterThan(0)
})
