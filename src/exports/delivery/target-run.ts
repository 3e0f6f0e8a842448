import { setTimeout } from 'node:timers/promises'
import {
  auditSyncEventRefused,
  auditSyncFailed,
  auditSyncPaused,
  auditSyncRestored,
} from '../../events/catalog/usage-exports.ts'
import { type Happening, happened } from '../../events/event-type.ts'
import { record } from '../../events/record.ts'
import type { Catalog } from '../../events/shown-event.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Log } from '../../kernel/log.ts'
import type { SoleServer } from '../../store/sole-server.ts'
import type { Target } from '../../store/state/targets.ts'
import type { Store, Transaction } from '../../store/store.ts'
import { cursorOf } from '../cursor-name.ts'
import type { ExportHouse } from '../export-house.ts'
import { openTarget } from '../open-target.ts'
import { filterOf } from '../outgoing.ts'
import type { Sender } from '../target.ts'
import { batches } from './batches.ts'
import { coalescing, patienceOf } from './coalescing.ts'
import { type DeadLetter, type Delivery, deliver, type Ledger, type News } from './deliver.ts'
import { type LogView, logSource } from './log-source.ts'

/** What every delivery stands on. */
export type ExportGround = {
  readonly store: Store
  readonly catalog: Catalog
  readonly clock: Clock
  readonly log: Log
  readonly house: ExportHouse
}

/** A target that is being served: its sender, its view of the log, and where news of it go. */
export type Run = ReturnType<typeof openRun>

const refusedEvent = 'audit_sync_event_refused'

/** The type of an event that was refused: our own news of refusals must not cause more of it. */
async function isOwnNews({ events }: Pick<Store, 'events'>, seq: number): Promise<boolean> {
  const [entry] = await events.readAfter(seq - 1, { limit: 1 })
  const { audit_event } = JSON.parse(entry?.body ?? '{}') as { audit_event?: string }
  return audit_event === refusedEvent
}

/** A target that this server serves, as long as it has the lease for it. */
export type Serving = {
  readonly target: Target
  readonly lease: SoleServer
  readonly signal: AbortSignal
  /** Ends the serving: another server may have the target by now. */
  lose(): void
}

/** Nothing is sent once another server may be sending it: a server that slept wakes in the middle of its work. */
const whileHeld = (sender: Sender, { lease, lose }: Serving): Sender => ({
  close: () => sender.close(),
  async send(units, signal) {
    if (lease.holds()) return sender.send(units, signal)
    lose()
    return { kind: 'again', reason: 'another server may export this by now' }
  },
})

/** How what becomes of a target is written down: only while this server has it. */
function writing({ store, clock }: ExportGround, { target, lease }: Serving) {
  const unit = (work: (tx: Transaction) => Promise<unknown>) =>
    store.transaction(async (tx) => {
      await lease.demand(tx)
      await work(tx)
    })
  const tell = (happening: Happening, change: (tx: Transaction) => Promise<unknown>) =>
    unit(async (tx) => {
      // What was still on its way when the target was removed is no news of it.
      if ((await tx.targets.find(target.name))?.target_uid !== target.target_uid) return
      await change(tx)
      await record(tx, happening, { at: clock(), recordedAt: clock() })
    })
  return { unit, tell }
}

/** Opens what a target needs. Throws `conflict` or `invalid` when its settings cannot be used. */
export function openRun(ground: ExportGround, serving: Serving) {
  const { store, catalog, clock, log, house } = ground
  const { target, signal } = serving
  const { type, settings } = openTarget(house, target)
  const limits = type.limits(settings)
  const { target_uid, name, kind } = target

  const { unit, tell } = writing(ground, serving)

  const news: News = {
    async failing(detail) {
      log.warn({ target: name, detail }, 'an export target does not take events')
      const since = clock().getTime()
      await tell(happened(auditSyncFailed, { name, kind, detail }), ({ targets }) =>
        targets.setTrouble(target_uid, detail, since),
      )
    },
    restored: () =>
      tell(happened(auditSyncRestored, { name, kind }), ({ targets }) =>
        targets.setTrouble(target_uid, null, null),
      ).then(() => undefined),
    async paused(detail) {
      log.error({ target: name, detail }, 'an export target is paused')
      await tell(happened(auditSyncPaused, { name, kind, detail }), ({ targets }) =>
        targets.setStanding(target_uid, { status: 'paused', reason: detail }),
      )
    },
  }

  /** Buries events in the transaction that moves the position beyond them. */
  async function bury(tx: Transaction, dead: readonly DeadLetter[]): Promise<void> {
    for (const { seq, reason } of dead) {
      await tx.deadLetters.put({ target_uid, seq, reason, died_at: clock().getTime() })
      if (await isOwnNews(store, seq)) continue
      const refused = { name, kind, refused_seq: seq, detail: reason }
      const around = { at: clock(), recordedAt: clock() }
      await record(tx, happened(auditSyncEventRefused, refused), around)
    }
  }

  const view: LogView = {
    store,
    catalog,
    wanted: filterOf(target.filter, catalog, clock()),
    line: (event) => type.line(event, settings, house.tools),
    mostBytes: limits.eventBytes ?? limits.bytes,
    signal,
  }

  return {
    target,
    limits,
    view,
    news,
    bury,
    sender: whileHeld(type.open(settings, house.tools), serving),
    store,
    unit,
    signal,
  }
}

const delivery = (run: Run, ledger: Ledger): Delivery => ({
  sender: run.sender,
  ledger,
  news: run.news,
  sleep: (ms, signal) => setTimeout(ms, undefined, { signal }).catch(() => undefined),
  random: Math.random,
})

/** What happens from now on, until the signal aborts or the target is paused. */
export async function runLive(run: Run): Promise<void> {
  const { store, target, limits, view, signal } = run
  const cursor = cursorOf(target.target_uid)
  const after = (await store.read(({ cursors }) => cursors.find(cursor))) ?? -1
  const ledger: Ledger = {
    advance: (last, dead) =>
      run.unit(async (tx) => {
        await tx.cursors.set(cursor, last)
        await run.bury(tx, dead)
      }),
  }
  const patience = patienceOf(target.coalesce_ms)
  const seen: LogView = patience ? { ...view, keeps: 'events' } : view
  const all = batches(logSource(seen), limits, { after, signal, patience })
  const sent = patience ? coalescing(all, seen) : all
  await deliver(sent, delivery(run, ledger), signal)
}

/** One stretch that somebody wants once more. */
async function runBackfill(run: Run): Promise<boolean> {
  const { store, target, limits, view, signal } = run
  const [wanted] = await store.read(({ backfills }) => backfills.listOf(target.target_uid))
  if (!wanted) return false
  const ledger: Ledger = {
    advance: (last, dead) =>
      run.unit(async (tx) => {
        await tx.backfills.advance(wanted.backfill_uid, last)
        await run.bury(tx, dead)
      }),
  }
  const source = logSource({ ...view, last: wanted.last, isReplay: true })
  const stretch = batches(source, limits, { after: wanted.position, signal })
  const ended = await deliver(stretch, delivery(run, ledger), signal)
  if (ended === 'paused' || signal.aborted) return false
  await run.unit(({ backfills }) => backfills.remove(wanted.backfill_uid))
  return true
}

/** One dead letter that somebody wants sent once more. */
async function runDeadLetter(run: Run): Promise<boolean> {
  const { store, target, limits, view, signal } = run
  const [letter] = await store.read(({ deadLetters }) => deadLetters.wanted(target.target_uid, 1))
  if (!letter) return false
  let isDead = false
  const ledger: Ledger = {
    advance: (_, dead) =>
      run.unit(async (tx) => {
        isDead = dead.length > 0
        if (!isDead) await tx.deadLetters.remove(target.target_uid, letter.seq)
        for (const { seq, reason } of dead)
          await tx.deadLetters.put({
            target_uid: target.target_uid,
            seq,
            reason,
            died_at: Date.now(),
          })
      }),
  }
  const source = logSource({ ...view, last: letter.seq, isReplay: true })
  const one = batches(source, limits, { after: letter.seq - 1, signal })
  const ended = await deliver(one, delivery(run, ledger), signal)
  return ended !== 'paused' && !signal.aborted
}

const lookMs = 1_000

/** Sends what is wanted once more, beside what happens now, until the signal aborts. */
export async function runWanted(run: Run): Promise<void> {
  const { signal } = run
  while (!signal.aborted) {
    const isBusy = (await runBackfill(run)) || (await runDeadLetter(run))
    if (!isBusy) await setTimeout(lookMs, undefined, { signal }).catch(() => undefined)
  }
}
