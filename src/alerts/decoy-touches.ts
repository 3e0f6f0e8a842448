import { decoyTouched } from '../events/catalog/security-decoys.ts'
import { happened } from '../events/event-type.ts'
import { record } from '../events/record.ts'
import { type ShownEvent, showEvents } from '../events/shown-event.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Decoy } from '../store/state/decoys.ts'
import type { LogEntry, Store, Transaction } from '../store/store.ts'
import { type Ground, isNews } from './compiled-rule.ts'
import type { Kept } from './dimension.ts'

/** A decoy that somebody touched, and the event by which. */
export type Touched = {
  readonly decoy: Decoy
  /** The device, or the commitment of the person's name. */
  readonly toucher: string
  readonly event: ShownEvent
}

export type Decoys = ReadonlyMap<string, Decoy>

/** Reading one's whole vault touches nothing: it opens no record. */
const reads = new Set(['app_client_access', 'open_record'])

const most = 1_000

/** Which records are in a served set: the same few sets are read again and again. */
export function servedDecoys(store: Pick<Store, 'read'>, decoys: Decoys) {
  const known = new Map<string, readonly Decoy[]>()
  return async (served: string): Promise<readonly Decoy[]> => {
    const before = known.get(served)
    if (before) return before
    const list = (await store.read(({ servedSets }) => servedSets.find(served))) ?? []
    const found = list.flatMap((one) => decoys.get(one.split(':')[0] ?? '') ?? [])
    if (known.size >= most) known.clear()
    known.set(served, found)
    return found
  }
}

type Finding = {
  readonly decoys: Decoys
  readonly inServed: (served: string) => Promise<readonly Decoy[]>
}

/** The decoys that an event touches: those that left, and those that a device asked for or changed, also in vain. */
async function touchedBy(kept: Kept, { decoys, inServed }: Finding): Promise<readonly Decoy[]> {
  if (!isNews(kept)) return []
  const { served, secret_uid, device_uid, audit_event } = kept
  if (served !== undefined && reads.has(String(audit_event))) return inServed(String(served))
  if (device_uid === undefined || secret_uid === undefined || kept['category'] !== 'ksm') return []
  if (String(audit_event) === 'app_client_access') return []
  return String(secret_uid)
    .split(',')
    .flatMap((one) => decoys.get(one) ?? [])
}

/** Every touch in a stretch of the log. Without decoys nothing is looked at. */
export async function touchesIn(
  store: Pick<Store, 'read'>,
  { catalog }: Ground,
  { entries, finding }: { entries: readonly LogEntry[]; finding: Finding },
): Promise<readonly Touched[]> {
  if (finding.decoys.size === 0) return []
  const touches: Touched[] = []
  for (const entry of entries) {
    const kept = JSON.parse(entry.body) as Kept
    const found = await touchedBy(kept, finding)
    const [event] = found.length > 0 ? await showEvents(store, catalog, [entry]) : []
    const toucher = String(kept['device_uid'] ?? kept['username'])
    if (event) for (const decoy of found) touches.push({ decoy, toucher, event })
  }
  return touches
}

const textIn = (event: ShownEvent, name: string) =>
  event[name] === undefined ? {} : { [name]: String(event[name]) }

/** Puts first touches on the record, and ends the access of the device where that is wanted. */
export async function writeTouches(
  tx: Transaction,
  touches: readonly Touched[],
  clock: Clock,
): Promise<void> {
  for (const { decoy, toucher, event } of touches) {
    const { record_uid, lock_device } = decoy
    if (!(await tx.decoys.touch({ record_uid, toucher, seq: event.seq }))) continue
    const at = clock()
    const device = event['device_uid']
    const isLocked = lock_device === 1 && device !== undefined
    if (isLocked) await tx.devices.endAccess(String(device), at.getTime())
    const fields = {
      record_uid,
      ...textIn(event, 'app_uid'),
      ...textIn(event, 'device_name'),
      ...textIn(event, 'device_uid'),
      device_locked: isLocked,
      cause_seq: event.seq,
    }
    const around = { ...textIn(event, 'username'), ...textIn(event, 'remote_address') }
    await record(tx, happened(decoyTouched, fields), { ...around, at, recordedAt: at })
  }
}
