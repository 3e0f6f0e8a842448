import { conflict } from '../kernel/errors.ts'
import type { Store, Transaction } from './store.ts'

/** After that long without a word a server is taken for dead, and another one takes its work over. */
const leaseMs = 6_000
/** How often it says that it is there, and how long one that cannot have the work leaves the question alone. */
const renewMs = leaseMs / 4

/** Work that one of several servers does at a time. */
export type SoleServer = {
  /** Takes the work if it is free, and goes on having it. Call it again and again: every second or so. */
  isUs(): Promise<boolean>
  /** Whether it is certainly ours at this moment. Ask before what cannot be taken back: a server may have slept since it last looked. */
  holds(): boolean
  /** Throws `conflict` when another server has taken the work over; then nothing of the unit is done. */
  demand(tx: Pick<Transaction, 'leases'>): Promise<void>
  /** Lets another one begin at once. */
  leave(): Promise<void>
}

type Shared = Pick<Store, 'servers' | 'uid' | 'read' | 'transaction'>

/** Over a store of one server. */
const alone: SoleServer = {
  isUs: async () => true,
  holds: () => true,
  demand: async () => {},
  leave: async () => {},
}

/**
 * Whether this server is the one of several that does some work, by the work's name. Over a store of one server it always is, and
 * nothing is written for it.
 */
export function soleServer({ servers, uid, read, transaction }: Shared, work: string): SoleServer {
  if (servers === 'one') return alone
  let heldUntil = Number.NEGATIVE_INFINITY
  let askedAt = Number.NEGATIVE_INFINITY
  let isTaken = false

  return {
    async isUs() {
      const asked = performance.now()
      if (asked < heldUntil && asked < askedAt + renewMs) return true
      // To look costs nobody anything; to try would be in the way of the one who has it.
      const isFree = await read(({ leases }) => leases.isFree(work, uid))
      isTaken ||= isFree
      const held =
        isFree &&
        (await transaction(({ leases }) => leases.take(work, { holder: uid, ms: leaseMs })))
      askedAt = asked
      heldUntil = held ? asked + leaseMs : Number.NEGATIVE_INFINITY
      return held
    },
    holds: () => performance.now() < heldUntil,
    async demand({ leases }) {
      if (!(await leases.isHeld(work, uid)))
        throw conflict(`another server has taken this work over: ${work}`)
    },
    async leave() {
      heldUntil = Number.NEGATIVE_INFINITY
      if (!isTaken) return
      isTaken = false
      await transaction(({ leases }) => leases.drop(work, uid)).catch(() => undefined)
    },
  }
}
