import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { alertEngine, alertsCursor } from '../../src/alerts/engine.ts'
import { type RuleInput, ruleInput } from '../../src/alerts/rule.ts'
import { markChanged, setWatched, watchedOf } from '../../src/alerts/watch.ts'
import { appClientConnected } from '../../src/events/catalog/ksm.ts'
import { loadCatalog } from '../../src/events/catalog.ts'
import { happened } from '../../src/events/event-type.ts'
import { record } from '../../src/events/record.ts'
import type { Store } from '../../src/store/store.ts'
import { testAlerts } from '../support/test-alerts.ts'
import { stores } from './stores.ts'

/** What a rule keeps of a group goes away when its window and its throttle are past, and not before. */

const parts = await testAlerts(await loadCatalog())
const day = 86_400_000
const devices = 1_200
const group_by = ['device_uid']

const rules: Readonly<Record<string, Omit<RuleInput, 'name'>>> = {
  throttled: { group_by, frequency: '1:day' },
  counted: { group_by, condition: { when: 'count', at_least: 2, within: '1h' } },
  waiting: { group_by, frequency: '2:event' },
  known: { group_by, condition: { when: 'first', of: 'app_uid' } },
  awaited: { group_by, condition: { when: 'silence', after: '10d' } },
}

async function addRule(store: Store, at: number, [name, input]: [string, Omit<RuleInput, 'name'>]) {
  const rule = ruleInput.parse({ ...input, name })
  const kept = { alert_uid: name, alert_id: at, name, rule: JSON.stringify(rule), created_at: 0 }
  const fresh = { status: 'on', snoozed_until: null, since_seq: 0, position: null } as const
  const counters = { occurrences: 0, sent: 0, last_sent: null, last_reset: null }
  await store.transaction(({ alertRules }) => alertRules.insert({ ...kept, ...fresh, ...counters }))
}

/** Each device connects once. */
const connect = (store: Store, from: number) =>
  store.transaction(async (tx) => {
    for (let at = from; at < from + devices / 4; at++) {
      const device = { app_uid: 'app', device_name: `device ${at}`, device_uid: `device-${at}` }
      const now = new Date()
      await record(tx, happened(appClientConnected, device), { at: now, recordedAt: now })
    }
  })

/** A process that watches until there is nothing more to see. */
async function watch(store: Store): Promise<void> {
  const engine = alertEngine({ ...parts, store, clock: () => new Date(), elapsed: () => 0 })
  while (await engine.advance());
  for (let round = 0; round < 20; round++) await engine.advance()
}

const days = (store: Store, many: number) =>
  store.transaction(async (tx) => setWatched(tx, (await watchedOf(tx)) + many * day))

const groupsOf = (store: Store) =>
  store.read(async ({ alertGroups }) => {
    const many: Record<string, number> = {}
    for (const name of Object.keys(rules)) many[name] = await alertGroups.many(name)
    return many
  })

describe.each(stores)('$name', ({ place, open }) => {
  let store: Store
  let remove: () => Promise<void>

  beforeEach(async () => {
    const made = await place()
    store = await open(made.place)
    remove = made.remove
    for (const [at, rule] of Object.entries(rules).entries()) await addRule(store, at, rule)
    await store.transaction(async (tx) => {
      await tx.cursors.set(alertsCursor, -1)
      await markChanged(tx)
    })
    for (let from = 0; from < devices; from += devices / 4) await connect(store, from)
    await watch(store)
  })
  afterEach(async () => {
    await store.close()
    await remove()
  })

  test('groups go when nothing needs them any more', async () => {
    const all = { throttled: devices, counted: devices, waiting: devices, known: devices }
    expect(await groupsOf(store)).toEqual({ ...all, awaited: devices })
    await days(store, 1.5)
    await watch(store)
    expect(await groupsOf(store)).toEqual({ ...all, counted: 0, awaited: devices })
    await days(store, 1)
    await watch(store)
    expect(await groupsOf(store)).toEqual({ ...all, counted: 0, throttled: 0, awaited: devices })
    await days(store, 8)
    await watch(store)
    const occurrences = await store.read(async ({ alertRules }) => await alertRules.find('awaited'))
    expect(occurrences).toMatchObject({ occurrences: devices })
    await days(store, 92)
    await watch(store)
    expect(await groupsOf(store)).toEqual({
      ...{ throttled: 0, counted: 0, waiting: 0, known: 0, awaited: 0 },
    })
  })

  test('a group that comes again begins anew, and what it has come to is kept again', async () => {
    await days(store, 1.5)
    await watch(store)
    await connect(store, 0)
    await watch(store)
    expect(await groupsOf(store)).toMatchObject({ counted: devices / 4 })
    const rule = await store.read(({ alertRules }) => alertRules.find('counted'))
    expect(rule).toMatchObject({ occurrences: 0 })
  })
})
