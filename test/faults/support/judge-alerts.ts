import { expect } from 'vitest'
import type { World } from './alert-world.ts'
import { type NaiveEvent, type NaiveResult, type NaiveRule, naive } from './naive-alerts.ts'
import { simulatedRules } from './simulated-rules.ts'

/** Holds what alerts came to against the reference: counters, what is on the record, what was to be sent, and what arrived. */

type Kept = Readonly<Record<string, unknown>>
type Judged = {
  readonly world: World
  readonly rule: NaiveRule
  readonly uid: string
  readonly expected: NaiveResult
}

async function eventsOf({ store }: World): Promise<readonly Kept[]> {
  const entries = await store.events.readAfter(-1, { limit: await store.events.size() })
  return entries.map(({ seq, body }) => ({ seq, ...JSON.parse(body) }))
}

const asNaive = (event: Kept): NaiveEvent => ({
  seq: Number(event['seq']),
  type: String(event['audit_event']),
  at: Date.parse(String(event['timestamp'])),
  device: String(event['device_uid']),
  address: String(event['remote_address']),
})

function expectedOf(world: World, events: readonly NaiveEvent[], rule: NaiveRule): NaiveResult {
  const worked = naive(rule, { events, since: world.since }, world.trace)
  // Silence is told in the order in which it was due, which is not that of its events.
  return { ...worked, sends: worked.sends.toSorted((a, b) => a.seq - b.seq) }
}

function judgeRecord(events: readonly Kept[], { rule, expected }: Judged): void {
  const told = events.filter(
    (one) => one['audit_event'] === 'audit_alert_sent' && one['name'] === rule.name,
  )
  const sent = expected.sends.reduce((sum, { occurrences }) => sum + occurrences, 0)
  const occurrences = told.reduce((sum, one) => sum + Number(one['occurrences']), 0)
  expect({ rule: rule.name, occurrences, events: told.length }).toEqual({
    rule: rule.name,
    occurrences: sent + expected.throttled,
    events: expected.sends.length + expected.throttled,
  })
}

async function judgeMessages({ world, uid, expected }: Judged): Promise<void> {
  const messages = await world.store.read((state) => state.alertDeliveries.listOf(uid, 10_000))
  const causes = messages.map(({ cause_seq, reason }) => ({
    seq: cause_seq,
    occurrences: (JSON.parse(reason) as { occurrences: number }).occurrences,
  }))
  expect(causes.sort((a, b) => a.seq - b.seq)).toEqual(expected.sends)
}

function judgeArrived({ world, rule, expected }: Judged): void {
  const got = world.got.filter(({ alert }) => alert === rule.name)
  const arrived = Map.groupBy(got, ({ seq }) => seq)
  expect([...arrived.keys()].sort((a, b) => a - b)).toEqual(expected.sends.map(({ seq }) => seq))
  for (const all of arrived.values()) {
    expect(new Set(all.map(({ message_uid }) => message_uid)).size).toBe(1)
    if (!world.unsure.has(all[0]?.message_uid ?? '')) expect(all).toHaveLength(1)
  }
}

/** How often each rule told somebody, all of which is right. */
export async function judgeAlerts(world: World): Promise<ReadonlyMap<string, number>> {
  const events = await eventsOf(world)
  const seen = events.map(asNaive)
  const rows = await world.store.read(({ alertRules }) => alertRules.list())
  const told = new Map<string, number>()
  for (const { naive: rule } of simulatedRules) {
    const expected = expectedOf(world, seen, rule)
    const row = rows.find(({ name }) => name === rule.name)
    expect({ rule: rule.name, occurrences: row?.occurrences, sent: row?.sent }).toEqual({
      rule: rule.name,
      occurrences: expected.occurrences,
      sent: expected.sends.length,
    })
    const judged = { world, rule, expected, uid: row?.alert_uid ?? '' }
    judgeRecord(events, judged)
    await judgeMessages(judged)
    judgeArrived(judged)
    told.set(rule.name, expected.sends.length)
  }
  return told
}
