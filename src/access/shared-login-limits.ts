import { createHash } from 'node:crypto'
import type { Clock } from '../kernel/clock.ts'
import { newUid } from '../kernel/ids.ts'
import type { Store } from '../store/store.ts'
import { networkOf } from './client-address.ts'
import { type LoginAttempt, type LoginLimits, most } from './login-limits.ts'
import type { Rate } from './throttle.ts'

type Limit = { readonly place: string; readonly rate: Rate }

/** What ends later was written by a server whose clock ran ahead, and locks nobody out. */
const aheadMs = 60_000
const dayMs = 86_400_000
/** Somebody who has not logged in from a network for so long is new there. */
const knownMs = 90 * dayMs

/** What is limited, so that neither names nor addresses stand in the store. */
const placeOf = (limit: string, key: string) =>
  createHash('sha256').update(`${limit} ${key}`).digest('base64url')

const limitAt = (limit: keyof typeof most, key: string): Limit => ({
  place: placeOf(limit, key),
  rate: most[limit],
})

/**
 * The limits of `login-limits.ts` for several servers over one store: what is tried at one counts at all of them, and a restart does
 * not forget. `now` must be close to that of the other servers.
 */
export function sharedLoginLimits(
  store: Pick<Store, 'transaction' | 'read'>,
  now: () => number,
): LoginLimits {
  const attemptAt = async (limits: readonly Limit[], known: string): Promise<LoginAttempt> => {
    const try_uid = newUid()
    const at = now()
    const wait = await store.transaction(async ({ loginTries }) => {
      const waits = limits.map(async ({ place, rate }) => {
        const span = { after: at - rate.windowMs, until: at + aheadMs }
        const { count, oldest } = await loginTries.within(place, span)
        if (count < rate.most) return 0
        return Math.max(1, Math.ceil(((oldest ?? at) + rate.windowMs - at) / 1000))
      })
      const longest = Math.max(...(await Promise.all(waits)))
      if (longest === 0) for (const { place } of limits) await loginTries.add(try_uid, place, at)
      return longest
    })
    const succeeded = () =>
      store
        .transaction(async ({ loginTries }) => {
          await loginTries.takeBack(try_uid)
          await loginTries.know(known, at)
        })
        // Whoever has come in stays in; the try counts on.
        .catch(() => {})
    return { wait, succeeded }
  }
  const isKnown = (place: string) => store.read(({ loginTries }) => loginTries.isKnown(place))

  return {
    async begin(name, address) {
      const network = networkOf(address)
      const pair = `${network} ${name}`
      const known = placeOf('familiar', pair)
      const limits = (await isKnown(known))
        ? [{ place: placeOf('own tries', pair), rate: most.name }]
        : [limitAt('name', name), limitAt('network', network), limitAt('all', '')]
      return attemptAt(limits, known)
    },
    async beginCode(name, address) {
      const pair = `${networkOf(address)} ${name}`
      const known = placeOf('trusted', pair)
      const key = (await isKnown(known)) ? pair : name
      return attemptAt([limitAt('codes', key), limitAt('codesOfDay', key)], known)
    },
  }
}

/** Drops tries that no limit looks at any more, and places that nobody has come from for long. */
export const dropOldTries = (store: Pick<Store, 'transaction'>, clock: Clock): Promise<void> =>
  store.transaction(async ({ loginTries }) => {
    const now = clock().getTime()
    await loginTries.removeBefore(now - 2 * dayMs)
    await loginTries.forgetBefore(now - knownMs)
  })
