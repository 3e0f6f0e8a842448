import { appClientAccess } from '../../src/events/catalog/ksm.ts'
import { happened } from '../../src/events/event-type.ts'
import { record } from '../../src/events/record.ts'
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts'

const batch = 5_000
const devices = 40
const dayMs = 86_400_000
const days = 30

/** A month of devices that read, in a data folder that a server can be started on. */
export async function fillFolder(folder: string, count: number): Promise<void> {
  const store = await openEmbeddedStore({ folder })
  const start = Date.now() - days * dayMs
  for (let from = 0; from < count; from += batch)
    await store.transaction(async (tx) => {
      for (let seq = from; seq < Math.min(count, from + batch); seq++) {
        const device = seq % devices
        const at = new Date(start + (seq / count) * days * dayMs)
        const read = happened(appClientAccess, {
          device_name: `runner-${device}`,
          device_uid: `device-${device}`,
          app_uid: `application-${device % 5}`,
          endpoint: 'get_secret',
          served: `sha256:${device}`,
          served_count: 3,
        })
        const around = { username: 'owner@example.com', remote_address: `203.0.113.${device}` }
        await record(tx, read, { ...around, at, recordedAt: at })
      }
    })
  await store.close()
}
