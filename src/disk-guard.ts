import { statfs } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Disk } from './access/disk.ts'
import { diskNearlyFull, diskSpaceRestored } from './events/catalog/system.ts'
import { happened } from './events/event-type.ts'
import { record } from './events/record.ts'
import type { Clock } from './kernel/clock.ts'
import type { Store } from './store/store.ts'

const lookEveryMs = 2_000
/** The reserve where none is configured, unless a hundredth of the volume is less. */
const usualReserve = 256 * 1024 * 1024
/** So much more than the reserve must be free again, or the state would flap with every file that comes and goes. */
const hysteresis = 1.1

type Space = { readonly free: number; readonly reserve: number }

export type DiskGuard = Disk & {
  /** Measures the volume now. Throws when the folder cannot be read. */
  look(): Promise<void>
  /** Measures until the signal aborts, and puts on record when space becomes short and when it is back. */
  keep(ground: DiskRecord, signal: AbortSignal): Promise<void>
}

export type DiskRecord = {
  readonly store: Pick<Store, 'transaction'>
  readonly clock: Clock
  /** Called when the volume could not be measured or the change not be recorded; both are tried again. */
  readonly fail?: (error: unknown) => void
}

/** The bytes that the server's user may still write, and how many of them are kept for what must go on. */
async function spaceOf(folder: string, configured: number | undefined): Promise<Space> {
  const { bavail, blocks, bsize } = await statfs(folder)
  const reserve = configured ?? Math.min(usualReserve, Math.floor((blocks * bsize) / 100))
  return { free: bavail * bsize, reserve }
}

/**
 * Watches the volume of the data folder. Below the reserve secrets are no longer given out (`access/disk.ts`), so that
 * the log has room for whoever logs in, looks and cleans up.
 */
export function diskGuard(folder: string, configured?: number): DiskGuard {
  let space: Space = { free: Number.POSITIVE_INFINITY, reserve: 0 }
  let short = false
  let recorded = false

  async function look() {
    space = await spaceOf(folder, configured)
    short = space.free < space.reserve * (short ? hysteresis : 1)
  }

  async function recordChange({ store, clock }: DiskRecord) {
    if (short === recorded) return
    const now = short
    const fields = { free_bytes: space.free, reserve_bytes: space.reserve }
    const at = clock()
    const happening = happened(now ? diskNearlyFull : diskSpaceRestored, fields)
    await store.transaction((tx) => record(tx, happening, { at, recordedAt: at }))
    recorded = now
  }

  return {
    isShort: () => short,
    look,
    async keep(ground, signal) {
      while (!signal.aborted) {
        await look()
          .then(() => recordChange(ground))
          .catch((error: unknown) => ground.fail?.(error))
        await sleep(lookEveryMs, undefined, { signal }).catch(() => {})
      }
    },
  }
}
