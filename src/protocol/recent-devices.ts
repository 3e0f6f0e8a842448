import { keepNewest } from '../kernel/newest.ts'
import type { Account } from '../store/state/accounts.ts'
import type { Application } from '../store/state/applications.ts'
import type { Device } from '../store/state/devices.ts'
import type { Store } from '../store/store.ts'

/** Who a client id stands for, as far as it is in the store. */
export type Identity = {
  readonly device: Device
  readonly application: Application | undefined
  readonly owner: Account | undefined
}

const mostDevices = 10_000
const keptMs = 1_000

const memories = new WeakMap<Store, ReturnType<typeof memory>>()

function memory() {
  const kept = new Map<string, { readonly identity: Identity; readonly until: number }>()
  return {
    find(clientId: string): Identity | undefined {
      const found = kept.get(clientId)
      return found && found.until > performance.now() ? found.identity : undefined
    },
    keep(clientId: string, identity: Identity): void {
      const { device, owner } = identity
      if (device.public_key === null || device.removed_at !== null || !owner) return
      const until = performance.now() + keptMs
      keepNewest(kept, [clientId, { identity, until }], mostDevices)
    },
  }
}

/**
 * The devices of a store that connected before and were here within the last second, so that one that asks all the time
 * is not looked up all the time. It says only whose signature to expect: whether a device may come in is settled in the
 * transaction, from the store.
 */
export function recentDevices(store: Store): ReturnType<typeof memory> {
  const known = memories.get(store) ?? memory()
  memories.set(store, known)
  return known
}
