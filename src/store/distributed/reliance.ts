import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from '../../kernel/errors.ts'
import { root } from '../../tlog/frontier.ts'
import { sameHash } from '../../tlog/hash.ts'
import { treeRoot } from '../../tlog/subtree.ts'
import type { EventLog } from '../store.ts'
import type { ReplicaRows } from './replica-rows.ts'

/** How long a reader waits for a replica that is behind, and how long one that failed a reader is left alone. */
const usualPatienceMs = 3_000
const usualRestMs = 10_000
const lookEveryMs = 50

/** What a replica is held against. */
export type Relying = {
  /** The log of the primary: it knows what there is, and has what the replica does not. */
  readonly primary: EventLog
  /** Told once that the primary is read, with the reason, and once without one that the replica is read again. */
  told(reason?: unknown): void
  readonly patienceMs?: number
  readonly restMs?: number
}

const behind = () => new Failure('busy', 'the replica is behind')

/** Throws `conflict` unless what the replica has of the log is the beginning of the primary's, and `busy` while it has nothing. */
async function prove({ frontier, name }: ReplicaRows, primary: EventLog): Promise<void> {
  const { size, peaks } = await frontier()
  if (size === 0) throw behind()
  const isWithin = size <= (await primary.size())
  if (isWithin && sameHash(root({ size, peaks }), await treeRoot(size, primary.hashes))) return
  throw new Failure(
    'conflict',
    `--replica-url: ${name} follows another installation: its log is not the beginning of this one`,
  )
}

/** The replica while it can be relied on, otherwise the primary. */
export function reliance(rows: ReplicaRows, relying: Relying) {
  const { primary, told, patienceMs = usualPatienceMs, restMs = usualRestMs } = relying
  let isProven = false
  let isAway = false
  let restsUntil = Number.NEGATIVE_INFINITY

  function leaveAlone(reason: unknown): void {
    if (!isAway) told(reason)
    isAway = true
    isProven = false
    restsUntil = performance.now() + restMs
  }

  /** Whether it has so many events, within a reader's patience. */
  async function reaches(size: number): Promise<boolean> {
    const until = performance.now() + patienceMs
    for (;;) {
      if ((await rows.frontier()).size >= size) return true
      if (performance.now() >= until) return false
      await sleep(lookEveryMs)
    }
  }

  /** One that was left alone is taken back only when it has everything, so that nobody is told of it again and again. */
  async function demandProof(): Promise<void> {
    if (isProven) return
    await prove(rows, primary)
    if (isAway && !(await reaches(await primary.size()))) throw behind()
    isProven = true
    if (isAway) told()
    isAway = false
  }

  return {
    reaches,
    /** Throws when it can never be relied on; one that is away or behind is only told. */
    async begin(): Promise<void> {
      try {
        await demandProof()
      } catch (error) {
        if (error instanceof Failure && error.kind !== 'busy') throw error
        leaveAlone(error)
      }
    },
    /** What the replica has, or what the primary has when that is too little or cannot be had. */
    async read<Found>(theirs: () => Promise<Found | undefined>, ours: () => Promise<Found>) {
      if (performance.now() < restsUntil) return ours()
      try {
        await demandProof()
        const found = await theirs()
        if (found !== undefined) return found
        leaveAlone(behind())
      } catch (error) {
        leaveAlone(error)
      }
      return ours()
    },
  }
}
