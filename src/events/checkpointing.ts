import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../kernel/clock.ts'
import type { Store, Transaction } from '../store/store.ts'
import { encodeBase64 } from '../tlog/base64.ts'
import { parseCheckpoint, signCheckpoint } from '../tlog/checkpoint.ts'
import { root } from '../tlog/frontier.ts'
import type { Anchor } from './anchor.ts'
import { logCheckpoint } from './catalog/log.ts'
import { happened } from './event-type.ts'
import { demandKeys, type LogIdentity } from './log-identity.ts'
import { record } from './record.ts'
import type { SignedNote } from './witness.ts'

/** At least one checkpoint a second while events arrive, and never more than one a group commit. */
const pauseMs = 900
/** How often the newest checkpoint becomes an event, so that every export carries an anchor. */
const eventEveryMs = 60_000

/** What it takes to sign. */
export type Signing = {
  readonly store: Store
  readonly identity: LogIdentity
  readonly anchor: Anchor
}

export type Checkpointing = Signing & {
  /** Called with each new checkpoint. */
  readonly signed: (signed: SignedNote) => Promise<void>
  /** Called when a checkpoint could not be kept; the next one is tried all the same. */
  fail(error: unknown): void
}

/**
 * Signs the log as it stands. The anchor outside the database is written before the checkpoint is shown to anyone, so that
 * nobody can hold a checkpoint that this server would not remember.
 */
export async function signLog({ store, identity, anchor }: Signing) {
  const frontier = await store.events.head()
  const { origin, signers } = identity
  const checkpoint = { origin, size: frontier.size, root: root(frontier) }
  const note = signCheckpoint(checkpoint, signers)
  await anchor.write(note)
  await store.transaction(async (tx) => {
    if (store.servers === 'several') await demandKeys(tx, identity)
    const kept = await tx.checkpoint.find()
    // Another server may have signed more meanwhile, or the same with a witness: what is served never goes back.
    const isOvertaken = kept && kept.size >= checkpoint.size && originOf(kept.note) === origin
    if (!isOvertaken) await tx.checkpoint.save({ size: checkpoint.size, note })
  })
  return { ...checkpoint, note }
}

const textOf = (note: string) => note.slice(0, note.lastIndexOf('\n\n') + 1)
const originOf = (note: string) => parseCheckpoint(textOf(note)).origin

/** What another server was told of the last checkpoint that became an event: one a minute, however many servers sign. */
const recordedSetting = 'checkpoint_recorded'

type Recorded = { readonly size: number; readonly at: number }

/** Whether it is for this server to record, and no other has lately. */
async function isDue({ settings }: Transaction, { size, at }: Recorded): Promise<boolean> {
  const text = await settings.find(recordedSetting)
  const last = text === undefined ? undefined : (JSON.parse(text) as Recorded)
  const isLate = last === undefined || Math.abs(at - last.at) >= eventEveryMs
  if (!isLate || size <= (last?.size ?? 0)) return false
  await settings.set(recordedSetting, JSON.stringify({ size: size + 1, at }))
  return true
}

/**
 * Lets checkpoints become events, one a minute, with the signatures that they carry. A checkpoint's own event does not
 * ask for another one, or the log would never rest.
 */
export function checkpointRecorder(store: Store, clock: Clock) {
  let recordedSize = 0
  let recordedAt = Number.NEGATIVE_INFINITY
  return async ({ note }: SignedNote): Promise<void> => {
    const { origin, size, root } = parseCheckpoint(textOf(note))
    const now = performance.now()
    if (size <= recordedSize || now - recordedAt < eventEveryMs) return
    const happening = happened(logCheckpoint, { origin, size, root: encodeBase64(root), note })
    await store.transaction(async (tx) => {
      const at = clock()
      if (store.servers === 'several' && !(await isDue(tx, { size, at: at.getTime() }))) return
      await record(tx, happening, { at, recordedAt: at })
    })
    recordedSize = size + 1
    recordedAt = now
  }
}

/** Signs checkpoints until the signal aborts, and once more then, so that a server that rests leaves nothing unsigned. */
export async function keepCheckpoints(parts: Checkpointing, signal: AbortSignal): Promise<void> {
  const { store } = parts
  let signedSize = (await store.read(({ checkpoint }) => checkpoint.find()))?.size ?? 0

  async function step() {
    const signed = await signLog(parts)
    signedSize = signed.size
    await parts.signed(signed)
  }

  while (!signal.aborted) {
    await store.events.waitBeyond(signedSize - 1, signal)
    if (signal.aborted) break
    await step().catch(parts.fail)
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined)
  }
  if ((await store.events.size()) > signedSize) await signLog(parts).catch(parts.fail)
}
