import { appClientAccess } from '../../src/events/catalog/ksm.ts'
import { happened } from '../../src/events/event-type.ts'
import { record } from '../../src/events/record.ts'
import type { Transaction } from '../../src/store/store.ts'

export type Reads = {
  /** The names of the devices that read, one after the other. */
  readonly devices: readonly string[]
  readonly at: Date
}

/** Puts events of devices that read into a log, through `record`, all at one time. */
export const deviceReads =
  ({ devices, at }: Reads) =>
  async (tx: Transaction): Promise<void> => {
    for (const device_name of devices) {
      const read = happened(appClientAccess, {
        device_name,
        device_uid: 'Gk2pVt7cRzX5sYb1NwQe8g',
        app_uid: 'qZ3vYkT0R1mXcW9dLhPb2A',
        endpoint: 'get_secret',
        served: 'sha256:none',
        served_count: 0,
      })
      const around = { username: 'owner@example.com', remote_address: '203.0.113.9' }
      await record(tx, read, { ...around, at, recordedAt: at })
    }
  }

export const numbered = (name: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${name}-${index}`)
