import { ofApplications } from '../of-applications.ts'
import type { ReadyReport } from '../ready-report.ts'
import { spanOf } from '../span-of.ts'

const dayMs = 86_400_000

export const staleDevices: ReadyReport = {
  name: 'stale-devices',
  title: 'Stale devices',
  about:
    'Devices that connected once and have not been here in the time that is asked for. Remove what is no longer needed.',
  columns: ['device_name', 'device_uid', 'app_uid', 'last_access', 'days_ago', 'client_version'],
  async *rows({ devices, now }, asked) {
    const { from } = spanOf(asked, now)
    for (const device of await devices()) {
      const last = device.last_access_at
      if (last === null || last >= from || !ofApplications(device, asked)) continue
      yield {
        device_name: device.name,
        device_uid: device.device_uid,
        app_uid: device.app_uid,
        last_access: new Date(last).toISOString(),
        days_ago: Math.floor((now.getTime() - last) / dayMs),
        ...(device.client_version !== null && { client_version: device.client_version }),
      }
    }
  },
}
