import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import { soleServer } from '../store/sole-server.ts'
import type { Store } from '../store/store.ts'
import { logWitnessRefused, logWitnessRestored, logWitnessUnreachable } from './catalog/log.ts'
import { type Happening, happened } from './event-type.ts'
import { record } from './record.ts'
import type { AskWitness, SignedNote, Testimony } from './witness.ts'

/** How often a new checkpoint is looked for. */
const pauseMs = 2_000
const lookMs = 500
/** How long a witness that did not cosign is left alone. */
const patienceMs = 10_000

export type Cosigning = {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  /** The name of the witness's key. */
  readonly witness: string
  readonly ask: AskWitness
  /** Called with each checkpoint that the witness was asked about, cosigned or not. */
  readonly asked: (signed: SignedNote) => Promise<void>
}

const levels = { cosigned: 'info', away: 'warn', refused: 'error' } as const

/** The event of a change, if this is one: a witness that goes on as before is no news. */
function newsOf(
  { witness }: Cosigning,
  { size }: SignedNote,
  testimony: Testimony,
): Happening | undefined {
  if (testimony.kind === 'cosigned') return happened(logWitnessRestored, { witness, size })
  if (testimony.kind === 'away')
    return happened(logWitnessUnreachable, { witness, detail: testimony.detail })
  if (testimony.kind === 'overtaken') return undefined
  const { reason, witnessed } = testimony
  return happened(logWitnessRefused, { witness, size, witnessed_size: witnessed, reason })
}

/** Puts the cosigned note in the place of the same one without the cosignature, unless a newer one stands there. */
const replace = ({ store }: Cosigning, signed: SignedNote, cosigned: SignedNote) =>
  store.transaction(async ({ checkpoint }) => {
    if ((await checkpoint.find())?.note === signed.note) await checkpoint.save(cosigned)
  })

/**
 * Has the newest checkpoint cosigned until the signal aborts, beside everything else: nothing waits for a witness. What
 * it says is an event when it changes, and a line in the operator's log.
 */
export async function keepCosigned(parts: Cosigning, signal: AbortSignal): Promise<void> {
  const { store, clock, log, witness, ask } = parts
  const asking = soleServer(store, 'witness')
  let standing: Testimony['kind'] = 'cosigned'
  let settled: string | undefined

  async function tell(signed: SignedNote, testimony: Testimony) {
    if (testimony.kind === 'overtaken' || testimony.kind === standing) return
    const news = newsOf(parts, signed, testimony)
    if (news)
      await store.transaction((tx) => record(tx, news, { at: clock(), recordedAt: clock() }))
    standing = testimony.kind
    const told = { witness, size: signed.size, standing, ...(news?.fields ?? {}) }
    log[levels[testimony.kind]](told, 'what the witness says of the log has changed')
  }

  async function follow(signed: SignedNote, testimony: Testimony) {
    const cosigned = testimony.kind === 'cosigned' ? { ...signed, note: testimony.note } : signed
    if (testimony.kind === 'cosigned') await replace(parts, signed, cosigned)
    await tell(signed, testimony)
    await parts.asked(cosigned)
    return cosigned.note
  }

  /** How long to wait until the next look. */
  async function step(): Promise<number> {
    const signed = await store.read(({ checkpoint }) => checkpoint.find())
    if (!signed || signed.note === settled) return pauseMs
    const testimony = await ask(signed, signal)
    if (signal.aborted) return 0
    const note = await follow(signed, testimony)
    if (testimony.kind === 'away' || testimony.kind === 'refused') return patienceMs
    settled = note
    return pauseMs
  }

  let restsUntil = Number.NEGATIVE_INFINITY

  /** One of several servers asks; it says that it is there also while it leaves the witness alone. */
  async function look(): Promise<void> {
    if (!(await asking.isUs()) || performance.now() < restsUntil) return
    restsUntil = performance.now() + (await step())
  }

  while (!signal.aborted) {
    await look().catch((error: unknown) => {
      log.error({ error }, 'the witness could not be asked')
      restsUntil = performance.now() + patienceMs
    })
    await sleep(lookMs, undefined, { signal }).catch(() => undefined)
  }
  await asking.leave()
}
