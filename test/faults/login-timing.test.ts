import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loginLimits } from '../../src/access/login-limits.ts'
import { hashVerifier } from '../../src/access/password.ts'
import { prelogin } from '../../src/access/prelogin.ts'
import { provePhrase } from '../../src/access/prove-phrase.ts'
import { prove } from '../../src/access/sign-in.ts'
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts'
import type { Store } from '../../src/store/store.ts'
import { faults } from './support/effort.ts'
import { faultSeed, randomFrom, say } from './support/random.ts'

/**
 * Whether somebody has a name does not show in how long the door takes to say no: Welch's t over many attempts at a name that is
 * there and at names that are not, in random order, so that whatever else the machine does falls on both alike.
 */

/** A release looks at ten thousand of each, which takes minutes. */
const patienceMs = 900_000

const samples = faults({ few: 600, many: 10_000 })
/** The usual bound in tests of leaks by time: chance goes beyond it once in a hundred thousand times. */
const most = 4.5
const seed = faultSeed()

let folder: string
let store: Store
/** The clock of the limits moves on, so that every attempt is looked at. */
let elapsed = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keepwatch-timing-'))
  store = await openEmbeddedStore({ folder })
  const verifier_hash = await hashVerifier('the right one')
  await store.transaction(({ accounts }) =>
    accounts.insert({
      ...{ account_uid: 'a', email: 'somebody@example.com', role: 'member', iterations: 1_000_000 },
      ...{ salt: 'AAAA', verifier_hash, encrypted_data_key: '', public_key: '' },
      ...{ encrypted_private_key: '', created_at: 0 },
    }),
  )
})
afterAll(async () => {
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

type Sums = { n: number; mean: number; squares: number }

/** Mean and variance as the numbers come (Welford). */
function add(sums: Sums, value: number): void {
  sums.n++
  const before = value - sums.mean
  sums.mean += before / sums.n
  sums.squares += before * (value - sums.mean)
}

const spread = ({ n, squares }: Sums) => squares / (n - 1) / n

const welch = (one: Sums, other: Sums) =>
  (one.mean - other.mean) / Math.sqrt(spread(one) + spread(other))

/** The slowest of a hundred are left out: what the machine did meanwhile is not what is asked. */
function tOf(known: readonly number[], unknown: readonly number[]): number {
  const bound = [...known, ...unknown].toSorted((a, b) => a - b)
  const slowest = bound[Math.floor(bound.length * 0.99)] ?? Number.POSITIVE_INFINITY
  const [one, other] = [known, unknown].map((values) => {
    const sums: Sums = { n: 0, mean: 0, squares: 0 }
    for (const value of values) if (value <= slowest) add(sums, value)
    return sums
  }) as [Sums, Sums]
  return welch(one, other)
}

async function measure(ask: (email: string) => Promise<unknown>): Promise<number> {
  const random = randomFrom(seed)
  const took: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] }
  for (let n = 0; n < samples + 50; n++) {
    const who = random.chance(0.5) ? 'known' : 'unknown'
    const email = who === 'known' ? 'somebody@example.com' : 'nobodyx@example.com'
    elapsed += 3_600_000
    const began = process.hrtime.bigint()
    await ask(email)
    const ns = Number(process.hrtime.bigint() - began)
    // The first ones compile.
    if (n >= 50) took[who].push(ns)
  }
  return tOf(took.known, took.unknown)
}

test(
  'a wrong password of somebody and of nobody take the same time',
  async () => {
    const door = { store, logins: loginLimits(() => elapsed) }
    const t = await measure((email) =>
      prove(door, { credentials: { email, verifier: 'a guess' }, address: '203.0.113.7' }),
    )
    say('time of a refused login', { t: t.toFixed(2), attempts: samples, seed })
    expect(Math.abs(t)).toBeLessThan(most)
  },
  patienceMs,
)

test(
  'so do the questions before a login',
  async () => {
    const secret = new Uint8Array(32)
    const t = await measure((email) => prelogin(store, email, secret))
    say('time of a question before a login', { t: t.toFixed(2), questions: samples, seed })
    expect(Math.abs(t)).toBeLessThan(most)
  },
  patienceMs,
)

test(
  'and recovery phrases',
  async () => {
    const door = { store, logins: loginLimits(() => elapsed) }
    const t = await measure((email) =>
      provePhrase(door, { raw: { email, verifier: 'a guess' }, address: '203.0.113.7' }),
    )
    say('time of a refused recovery phrase', { t: t.toFixed(2), attempts: samples, seed })
    expect(Math.abs(t)).toBeLessThan(most)
  },
  patienceMs,
)
