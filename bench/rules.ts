import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AlertParts } from '../src/alerts/alert-house.ts'
import { groundOf } from '../src/alerts/compiled-rule.ts'
import { alertEngine, alertsCursor } from '../src/alerts/engine.ts'
import { type RuleInput, ruleInput } from '../src/alerts/rule.ts'
import { markChanged } from '../src/alerts/watch.ts'
import { appClientAccess } from '../src/events/catalog/ksm.ts'
import { knownNames, loadCatalog } from '../src/events/catalog.ts'
import { happened } from '../src/events/event-type.ts'
import { record } from '../src/events/record.ts'
import { sinceStart, systemClock } from '../src/kernel/clock.ts'
import { newUid } from '../src/kernel/ids.ts'
import { sealer } from '../src/outbound/sealed-settings.ts'
import { openEmbeddedStore } from '../src/store/embedded/embedded-store.ts'
import type { Store } from '../src/store/store.ts'
import { median } from './clients.ts'
import { write } from './print.ts'

const events = 40_000
const atOnce = 1_000
const rounds = 3

async function fill(store: Store): Promise<void> {
  for (let done = 0; done < events; done += atOnce)
    await store.transaction(async (tx) => {
      for (let at = done; at < done + atOnce; at++) {
        const device = { app_uid: 'app', device_name: `device ${at}`, device_uid: `device-${at}` }
        const fields = { ...device, endpoint: 'get_secret', served: 'sha256:x', served_count: 1 }
        const now = new Date()
        const around = { at: now, recordedAt: now, remote_address: '203.0.113.9' }
        await record(tx, happened(appClientAccess, fields), around)
      }
    })
}

/** In the place of those that were there; everything is to be looked at again. */
async function setRules(store: Store, rules: readonly RuleInput[]): Promise<void> {
  await store.transaction(async (tx) => {
    for (const { alert_uid } of await tx.alertRules.list()) {
      await tx.alertGroups.removeOf(alert_uid)
      await tx.alertRules.remove(alert_uid)
    }
    for (const [at, input] of rules.entries()) {
      const rule = ruleInput.parse(input)
      await tx.alertRules.insert({
        alert_uid: newUid(),
        alert_id: at + 1,
        name: rule.name,
        rule: JSON.stringify(rule),
        status: 'on',
        snoozed_until: null,
        since_seq: 0,
        position: null,
        occurrences: 0,
        sent: 0,
        last_sent: null,
        last_reset: null,
        created_at: 0,
      })
    }
    await tx.cursors.set(alertsCursor, -1)
    await markChanged(tx)
  })
}

async function partsOf(): Promise<AlertParts> {
  return {
    ground: groundOf(await loadCatalog()),
    house: {
      channels: new Map(),
      ready: new Map(),
      sealer: sealer(new Uint8Array(32)),
      tools: { reach: {} as never, now: systemClock },
      linkOf: String,
    },
  }
}

/** Events a second through the engine, from the first to the last. */
async function rate(store: Store, parts: AlertParts, rules: readonly RuleInput[]): Promise<number> {
  await setRules(store, rules)
  const engine = alertEngine({ ...parts, store, clock: systemClock, elapsed: sinceStart })
  const begun = performance.now()
  while (engine.position() < events - 1) await engine.advance()
  return (events / (performance.now() - begun)) * 1_000
}

const others = knownNames.filter(({ name }) => name !== appClientAccess.name)

/** Rules whose types never come. */
const idle = (many: number): readonly RuleInput[] =>
  Array.from({ length: many }, (_, at) => ({
    name: `rule ${at}`,
    filter: { audit_event: [others[at % others.length]?.name ?? ''] },
    group_by: ['device_uid'],
  }))

const grouped: readonly RuleInput[] = [
  {
    name: 'grouped',
    filter: { audit_event: [appClientAccess.name] },
    condition: { when: 'count', at_least: 3, within: '1h' },
    group_by: ['device_uid'],
  },
]

const perSecond = (many: number) => `${Math.round(many).toLocaleString('en')} events/s`
const megabytes = () => Math.round(process.memoryUsage().heapUsed / 1024 ** 2)

/** How much rules cost that have nothing to do, and one that keeps a state for every event's own group. */
export async function benchRules(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'keepwatch-bench-'))
  const store = await openEmbeddedStore({ folder })
  try {
    await fill(store)
    const parts = await partsOf()
    const [one, thousand, own]: [number[], number[], number[]] = [[], [], []]
    for (let at = 0; at < rounds; at++) {
      one.push(await rate(store, parts, idle(1)))
      thousand.push(await rate(store, parts, idle(1_000)))
    }
    const before = megabytes()
    for (let at = 0; at < rounds; at++) own.push(await rate(store, parts, grouped))
    write(`1 rule that does not match:       ${perSecond(median(one))}`)
    write(`1,000 rules that do not match:    ${perSecond(median(thousand))}`)
    write(`ratio:                            ${(median(thousand) / median(one)).toFixed(2)}`)
    write(`1 rule, a group for every event:  ${perSecond(median(own))}`)
    write(`heap before and after the groups: ${before} MB, ${megabytes()} MB`)
  } finally {
    await store.close()
    await rm(folder, { recursive: true, force: true })
  }
}
