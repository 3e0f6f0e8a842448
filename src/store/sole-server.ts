import { newUid } from '../kernel/ids.ts'
import type { Store } from './store.ts'

/** After that long without a word a server is taken for dead, and another one takes its work over. */
const leaseMs = 10_000

/**
 * Whether this server is the one of several that does some work, by the work's name. Over a store of one server it always is, and
 * nothing is written for it.
 */
export function soleServer(
  { servers, transaction }: Pick<Store, 'servers' | 'transaction'>,
  work: string,
) {
  const holder = newUid()
  let until = servers === 'one' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY

  return {
    async isUs(): Promise<boolean> {
      const asked = performance.now()
      if (asked < until) return true
      const now = Date.now()
      const claim = { holder, now, expires_at: now + leaseMs }
      const held = await transaction(({ leases }) => leases.take(work, claim))
      until = held ? asked + leaseMs / 4 : Number.NEGATIVE_INFINITY
      return held
    },
    /** Lets another one begin at once. */
    async leave(): Promise<void> {
      if (servers === 'one') return
      await transaction(({ leases }) => leases.drop(work, holder)).catch(() => undefined)
    },
  }
}
