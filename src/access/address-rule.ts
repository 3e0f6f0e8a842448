import type { Device } from '../store/state/devices.ts'
import { inNetworks, networkOf } from './client-address.ts'

/** From where a device may come: from anywhere, from its first address, from that one's network, or from a set. */
export type AddressRule = Pick<Device, 'lock_ip' | 'lock_network' | 'allowed'>

type Ruled = AddressRule & Pick<Device, 'address'>

/**
 * Whether a device may come from this canonical address. The one place that says so, for every call and for links to files
 * alike. A device that has not connected yet has no first address, so only a set can stand against it. Between two IPv6
 * addresses of one /64 there is no telling customers apart; in IPv4 the network is the address itself.
 */
export function mayComeFrom({ lock_ip, lock_network, allowed, address }: Ruled, from: string) {
  if (allowed !== null) return inNetworks(allowed.split(','), from)
  if (lock_ip === 0 || address === null) return true
  return lock_network === 1 ? networkOf(address) === networkOf(from) : address === from
}

/** How the log and people call a rule. */
export function ruleName({ lock_ip, lock_network, allowed }: AddressRule): string {
  if (allowed !== null) return 'set'
  if (lock_ip === 0) return 'none'
  return lock_network === 1 ? 'network' : 'address'
}
