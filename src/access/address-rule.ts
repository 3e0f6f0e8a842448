import type { Device } from '../store/state/devices.ts'

/** Whether a device may come from this canonical address. The one place that says so, for calls and for file links. */
export const mayComeFrom = ({ lock_ip, address }: Device, from: string): boolean =>
  lock_ip === 0 || address === from
