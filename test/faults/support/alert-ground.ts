import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { AlertParts } from '../../../src/alerts/alert-house.ts'
import { alertsCursor } from '../../../src/alerts/engine.ts'
import { sealedAs } from '../../../src/alerts/recipient.ts'
import { ruleInput } from '../../../src/alerts/rule.ts'
import { markChanged } from '../../../src/alerts/watch.ts'
import { appClientAccess, appClientConnected } from '../../../src/events/catalog/ksm.ts'
import { happened } from '../../../src/events/event-type.ts'
import { record } from '../../../src/events/record.ts'
import { openEmbeddedStore } from '../../../src/store/embedded/embedded-store.ts'
import type { Store } from '../../../src/store/store.ts'
import { memoryFolder } from './memory-folder.ts'
import type { Random } from './random.ts'
import type { SimulatedRule } from './simulated-rules.ts'

/** What a simulation of alerts begins with: a store, a past and rules; and the events that come. */

/** Rules that go with the log from here on, and those that learn from what was before. */
export async function addRules(
  store: Store,
  rules: readonly SimulatedRule[],
  { house }: AlertParts,
) {
  const since_seq = await store.events.size()
  await store.transaction(async (tx) => {
    await tx.cursors.set(alertsCursor, since_seq - 1)
    for (const [at, { input, naive }] of rules.entries()) {
      const [alert_uid, rule] = [`rule-${at}`, ruleInput.parse(input)]
      const kept = { alert_uid, alert_id: at + 1, name: rule.name, rule: JSON.stringify(rule) }
      const position = naive.learns ? -1 : null
      const fresh = { status: 'on', snoozed_until: null, since_seq, position } as const
      const counters = { occurrences: 0, sent: 0, last_sent: null, last_reset: null, created_at: 0 }
      await tx.alertRules.insert({ ...kept, ...fresh, ...counters })
      const recipient = { alert_uid, recipient_id: 1 }
      const sealed = house.sealer.seal(sealedAs(recipient), {})
      const ways = '[{"channel":"webhook","settings":{}}]'
      await tx.alertRecipients.put({ ...recipient, name: 'test', disabled: 0, ways, sealed })
    }
    await markChanged(tx)
  })
  return since_seq
}

export type Appended = { readonly type: string; readonly device: string; readonly address: string }

export async function appendTo(
  store: Store,
  { now }: { readonly now: number },
  { type, device, address }: Appended,
) {
  const at = new Date(now)
  const about = { app_uid: 'app', device_name: device, device_uid: device }
  const fields = { ...about, endpoint: 'get_secret', served: 'sha256:x', served_count: 1 }
  const happening =
    type === appClientAccess.name
      ? happened(appClientAccess, fields)
      : happened(appClientConnected, about)
  const around = { at, recordedAt: at, remote_address: address }
  await store.transaction((tx) => record(tx, happening, around))
}

/** What happens: mostly reads, from a few devices and addresses. */
export function anyEvent(random: Random): Appended {
  const type = random.chance(0.85) ? appClientAccess.name : appClientConnected.name
  const device = `device-${random.below(3)}`
  return { type, device, address: `203.0.113.${random.below(random.chance(0.1) ? 9 : 4)}` }
}

let empty: Promise<string> | undefined

/** A store that was made once: making its tables takes longer than a simulation may. */
async function emptyStore(): Promise<string> {
  const folder = await mkdtemp(join(memoryFolder, 'keepwatch-empty-'))
  const store = await openEmbeddedStore({ folder })
  await store.close()
  return folder
}

/** A store in a folder of its own, without an event. */
export async function freshStore() {
  empty ??= emptyStore()
  const folder = await mkdtemp(join(memoryFolder, 'keepwatch-alerts-'))
  await copyFile(join(await empty, 'keepwatch.db'), join(folder, 'keepwatch.db'))
  return { folder, store: await openEmbeddedStore({ folder }) }
}

/** To be called when no more worlds are opened. */
export async function forgetEmptyStore(): Promise<void> {
  if (empty !== undefined) await rm(await empty, { recursive: true, force: true })
  empty = undefined
}

/** Something happened before there were rules. */
export async function fillPast(
  store: Store,
  weather: { now: number },
  random: Random,
): Promise<void> {
  const many = random.chance(0.4) ? 1 : 1 + random.below(60)
  for (let left = many; left > 0; left--) {
    weather.now += random.below(40_000)
    await appendTo(store, weather, anyEvent(random))
  }
}

/** Of how many groups the rules keep what they have come to. */
export const groupsIn = (store: Store): Promise<number> =>
  store.read(async ({ alertRules, alertGroups }) => {
    let many = 0
    for (const { alert_uid } of await alertRules.list()) many += await alertGroups.many(alert_uid)
    return many
  })
