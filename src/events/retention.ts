import { setImmediate } from 'node:timers/promises'
import type { Clock } from '../kernel/clock.ts'
import type { Store } from '../store/store.ts'
import { tileWidth } from '../tlog/tile.ts'
import { eventsPruned, retentionOverride } from './catalog/log.ts'
import { happened } from './event-type.ts'
import { record } from './record.ts'

/** How long events are kept. What neither rule names is kept for ever. */
export type RetentionRules = {
  /** Days for every class that has none of its own. */
  readonly days?: number | undefined
  /** Days by class, which is the category of the event's type. */
  readonly classes: Readonly<Record<string, number>>
  /** What to do about followers that have not had an event: wait for them, or drop it and say so. */
  readonly undelivered: 'wait' | 'drop'
}

export type Retention = {
  readonly store: Pick<Store, 'events' | 'read' | 'transaction'>
  readonly clock: Clock
  readonly rules: RetentionRules
  /** The time that events are held against; `clock` is for the event that says what went. */
  readonly now: Date
  /** Told when a follower keeps events that are due. */
  held?(follower: string, seq: number): void
}

const dayMs = 86_400_000
/** Entries that one transaction deletes: everybody waits for it. */
const dropAtOnce = 16 * tileWidth
/** Where the log begins, as far as it was announced. */
const announced = 'pruned_before'

type Kept = { readonly category: string; readonly recorded_at: string }

function isDue(body: string, { days, classes }: RetentionRules, now: Date): boolean {
  const { category, recorded_at } = JSON.parse(body) as Kept
  const kept = classes[category] ?? days
  return kept !== undefined && Date.parse(recorded_at) + kept * dayMs <= now.getTime()
}

/** The bundle that begins with an entry, if it is full and each of its events is due at a time. */
async function isBundleDue({ store, rules }: Retention, from: number, at: Date): Promise<boolean> {
  const bundle = await store.events.readAfter(from - 1, { limit: tileWidth })
  return bundle.length === tileWidth && bundle.every(({ body }) => isDue(body, rules, at))
}

/** Whether the last bundle of a piece is not due, but will be within a day: until then none of it goes, and then all of it at once. */
async function goesSoon(parts: Retention, pieceEnd: number): Promise<boolean> {
  const last = pieceEnd - tileWidth
  const tomorrow = new Date(parts.now.getTime() + dayMs)
  return !(await isBundleDue(parts, last, parts.now)) && (await isBundleDue(parts, last, tomorrow))
}

/** The bundles at the front of the log whose every event is due: entries before this number may go. */
async function dueBefore(parts: Retention): Promise<number> {
  const { events } = parts.store
  let before = await events.first()
  for (let end = before; ; before += tileWidth) {
    if (before === end) {
      end = await events.pieceEnd(before)
      if (end - before > tileWidth && (await goesSoon(parts, end))) return before
    }
    if (!(await isBundleDue(parts, before, parts.now))) return before
    await setImmediate()
  }
}

/** How far one transaction goes: to the end of a piece where that may go as a whole, otherwise not far. */
async function nextStep(events: Retention['store']['events'], from: number, before: number) {
  const end = await events.pieceEnd(from)
  const few = Math.min(before, from + dropAtOnce)
  return end > before ? few : Math.max(end, few)
}

type Slowest = { readonly name: string; readonly seq: number }

/** What goes is announced first: should the power fail in between, the rest goes the next time. */
async function announce(
  { store, clock }: Retention,
  { before, overtaken }: { before: number; overtaken: Slowest | undefined },
): Promise<void> {
  const first = await store.events.first()
  const [oldest] = await store.events.readAfter(before - 1, { limit: 1 })
  const oldest_kept = oldest ? (JSON.parse(oldest.body) as Kept).recorded_at : 'none'
  await store.transaction(async (tx) => {
    if (Number(await tx.settings.find(announced)) >= before) return
    await tx.settings.set(announced, String(before))
    const around = { at: clock(), recordedAt: clock() }
    const pruned = happened(eventsPruned, { before, count: before - first, oldest_kept })
    await record(tx, pruned, around)
    if (!overtaken) return
    const { name: follower, seq } = overtaken
    await record(tx, happened(retentionOverride, { follower, delivered: seq + 1, before }), around)
  })
}

/**
 * Drops the events that are due, by whole bundles of 256 from the front of the log: a bundle goes when all of its events
 * are past the time of their class, so the longest time wins. Hashes stay, and with them every proof. Gives how many
 * went.
 */
export async function pruneDue(parts: Retention): Promise<number> {
  const { store, rules } = parts
  const first = await store.events.first()
  const due = await dueBefore(parts)
  if (due <= first) return 0
  const slowest = await store.read(({ cursors }) => cursors.slowest())
  const had = slowest ? Math.floor((slowest.seq + 1) / tileWidth) * tileWidth : due
  const overtaken = had < due ? slowest : undefined
  if (overtaken && rules.undelivered === 'wait') parts.held?.(overtaken.name, overtaken.seq)
  const before = rules.undelivered === 'drop' ? due : Math.min(due, had)
  if (before <= first) return 0

  await announce(parts, { before, overtaken: rules.undelivered === 'drop' ? overtaken : undefined })
  for (let to = first; to < before; ) {
    to = await nextStep(store.events, to, before)
    await store.transaction((tx) => tx.events.prune(to))
  }
  return before - first
}
