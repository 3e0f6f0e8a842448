import { loginLimits } from './access/login-limits.ts'
import { sharedLoginLimits } from './access/shared-login-limits.ts'
import { throttle } from './access/throttle.ts'
import type { Config } from './config.ts'
import type { Services } from './http/services.ts'
import type { Clock, Elapsed } from './kernel/clock.ts'
import type { Store } from './store/store.ts'

type LimitConfig = Pick<Config, 'deviceLimit' | 'oldestClients'>
type Ground = { readonly store: Store; readonly clock: Clock; readonly elapsed: Elapsed }

/** The time as other servers have it too, but that nobody can set while this one runs. */
function steadyNow({ clock, elapsed }: Ground): () => number {
  const began = clock().getTime() - elapsed()
  return () => Math.round(began + elapsed())
}

/** What is demanded of devices, by the operator, and of people who log in. Several servers over one store count together. */
export function limitsOf(
  { deviceLimit, oldestClients: oldestVersions }: LimitConfig,
  ground: Ground,
): Pick<Services, 'limits' | 'logins'> {
  const { store, elapsed } = ground
  const limits = { throttle: throttle(deviceLimit, elapsed), oldestVersions }
  if (store.servers === 'one') return { limits, logins: loginLimits(elapsed) }
  const now = steadyNow(ground)
  return {
    limits: { ...limits, shared: { rate: deviceLimit, now } },
    logins: sharedLoginLimits(store, now),
  }
}
