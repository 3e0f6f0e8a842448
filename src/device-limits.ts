import { throttle } from './access/throttle.ts'
import type { Config } from './config.ts'
import type { Elapsed } from './kernel/clock.ts'
import type { DeviceLimits } from './protocol/device-door.ts'

type LimitConfig = Pick<Config, 'deviceLimit' | 'oldestClients'>

/** What the operator demands of devices. */
export const deviceLimits = (
  { deviceLimit, oldestClients }: LimitConfig,
  elapsed: Elapsed,
): DeviceLimits => ({ throttle: throttle(deviceLimit, elapsed), oldestVersions: oldestClients })
