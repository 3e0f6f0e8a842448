import type { Ground } from '../../src/access/action.ts'
import { refusals } from '../../src/access/refusals.ts'
import { type Clock, sinceStart, systemClock } from '../../src/kernel/clock.ts'
import type { Store } from '../../src/store/store.ts'

/** What actions stand on, over a store of the test's own and a disk with room. */
export function groundOver(store: Store, clock: Clock = systemClock): Ground {
  const disk = { isShort: () => false }
  return { store, clock, disk, refusals: refusals({ store, clock, elapsed: sinceStart, disk }) }
}
