import type { Elapsed } from '../kernel/clock.ts'
import { keepNewest } from '../kernel/newest.ts'
import { networkOf } from './client-address.ts'
import { type Throttle, throttle } from './throttle.ts'

/** An attempt to log in that was counted before its password is looked at: many at once get no more than one by one. */
export type LoginAttempt = {
  /** Whole seconds until it may be made; 0 when it may be made now. */
  readonly wait: number
  /** It was the right password: it counts against nobody, and who logs in from there has a limit of their own from now on. */
  succeeded(): void | Promise<void>
}

/** Limits how often passwords can be tried, on the clock that nobody can set. Nobody is ever locked out for good. */
export type LoginLimits = {
  /** `name` as accounts are looked up by it, so that no other spelling brings more tries. */
  begin(name: string, address: string): LoginAttempt | Promise<LoginAttempt>
  /** The same for the second factor of somebody whose password was right: a code is short, so that few may be tried. */
  beginCode(name: string, address: string): LoginAttempt | Promise<LoginAttempt>
}

const minute = 60_000
export const most = {
  /** Of one name, whether anybody has it or not. */
  name: { most: 10, windowMs: 10 * minute },
  /** From one network: an IPv4 address or a /64. */
  network: { most: 100, windowMs: 10 * minute },
  /** Of everybody together. */
  all: { most: 600, windowMs: minute },
  /** Codes of one name. Three of a million are right at a time: a day of guessing finds one with a chance of 1 to 10,000. */
  codes: { most: 5, windowMs: 10 * minute },
  codesOfDay: { most: 30, windowMs: 24 * 60 * minute },
} as const

const mostFamiliar = 10_000

/** Limits in memory, for the one server of an installation: a restart forgets. `shared-login-limits.ts` is for several. */
export function loginLimits(elapsed: Elapsed) {
  const names = throttle(most.name, elapsed)
  const networks = throttle(most.network, elapsed)
  const all = throttle(most.all, elapsed)
  const ownTries = throttle(most.name, elapsed)
  // Who has logged in from a network before has a limit of their own there, so that nobody else can keep them out by trying
  // their name.
  const familiar = new Map<string, true>()
  const codes = throttle(most.codes, elapsed)
  const codesOfDay = throttle(most.codesOfDay, elapsed)
  // Where the second factor was right as well: whoever has only a password gets no tries of their own with it.
  const trusted = new Map<string, true>()

  return {
    begin(name: string, address: string) {
      const network = networkOf(address)
      const pair = `${network} ${name}`
      const limits = familiar.has(pair)
        ? [{ limit: ownTries, key: pair }]
        : [
            { limit: names, key: name },
            { limit: networks, key: network },
            { limit: all, key: '' },
          ]
      return attemptAt(limits, () => keepNewest(familiar, [pair, true], mostFamiliar))
    },
    beginCode(name: string, address: string) {
      const pair = `${networkOf(address)} ${name}`
      const key = trusted.has(pair) ? pair : name
      const limits = [codes, codesOfDay].map((limit) => ({ limit, key }))
      return attemptAt(limits, () => keepNewest(trusted, [pair, true], mostFamiliar))
    },
  }
}

type Limit = { readonly limit: Throttle; readonly key: string }

/** Counts an attempt at each of the limits, if all of them have room. */
function attemptAt(limits: readonly Limit[], then = () => {}) {
  const wait = Math.max(...limits.map(({ limit, key }) => limit.wait(key)))
  if (wait === 0) for (const { limit, key } of limits) limit.count(key)
  return {
    wait,
    succeeded() {
      for (const { limit, key } of limits) limit.takeBack(key)
      then()
    },
  }
}
