import { loginLimits } from './access/login-limits.ts'
import { throttle } from './access/throttle.ts'
import type { Config } from './config.ts'
import type { Services } from './http/services.ts'
import type { Elapsed } from './kernel/clock.ts'

type LimitConfig = Pick<Config, 'deviceLimit' | 'oldestClients'>

/** What is demanded of devices, by the operator, and of people who log in. */
export const limitsOf = (
  { deviceLimit, oldestClients }: LimitConfig,
  elapsed: Elapsed,
): Pick<Services, 'limits' | 'logins'> => ({
  limits: { throttle: throttle(deviceLimit, elapsed), oldestVersions: oldestClients },
  logins: loginLimits(elapsed),
})
