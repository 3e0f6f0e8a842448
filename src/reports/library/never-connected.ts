import { ofApplications } from '../of-applications.ts'
import type { ReadyReport } from '../ready-report.ts'

const instant = (milliseconds: number) => new Date(milliseconds).toISOString()

export const neverConnected: ReadyReport = {
  name: 'never-connected',
  title: 'Tokens that were never used',
  about:
    'Devices that were added and never connected. Remove them: whoever finds the token could still use it until it expires.',
  columns: ['device_name', 'device_uid', 'app_uid', 'status', 'added', 'token_expires'],
  async *rows({ devices, now }, asked) {
    for (const device of await devices()) {
      if (device.first_access_at !== null || !ofApplications(device, asked)) continue
      const expires = device.first_access_expires_at
      yield {
        device_name: device.name,
        device_uid: device.device_uid,
        app_uid: device.app_uid,
        status: expires > now.getTime() ? 'waiting' : 'expired',
        added: instant(device.created_at),
        token_expires: instant(expires),
      }
    }
  },
}
