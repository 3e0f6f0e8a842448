import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { keepHousekeeping } from '../../src/housekeeping.ts'
import { createLog } from '../../src/kernel/log.ts'
import { folderBlobs } from '../../src/store/folder-blobs.ts'
import type { Store } from '../../src/store/store.ts'
import { twoStores } from './two-stores.ts'

/** Whose clock retention goes by when servers take the work over from one another and their clocks differ. */

const day = 86_400_000
const start = Date.parse('2026-11-29T12:00:00.000Z')
const within = 60_000

let stores: Awaited<ReturnType<typeof twoStores>>
let one: Store
let other: Store
let folder: string

beforeEach(async () => {
  stores = await twoStores()
  ;({ one, other } = stores)
  folder = await mkdtemp(join(tmpdir(), 'keepwatch-shared-retention-'))
  await one.transaction(async (tx) => {
    for (let n = 0; n < 600; n++)
      await tx.events.append(
        JSON.stringify({ n, category: 'usage', recorded_at: new Date(start).toISOString() }),
      )
  })
})

afterEach(async () => {
  await stores.remove([one, other])
  await rm(folder, { recursive: true, force: true })
})

/** A server that keeps house, with a clock of its own: how many days it is past the start, and how long the server has run. */
function houseOf(store: Store, { ahead }: { readonly ahead: number }) {
  const stop = new AbortController()
  let uptime = 0
  let kept = 0
  const keeping = keepHousekeeping(
    {
      store: {
        ...store,
        async compact() {
          kept++
        },
      },
      blobs: folderBlobs(folder),
      clock: () => new Date(start + ahead * day + uptime),
      elapsed: () => uptime,
      log: createLog('silent'),
      rules: { days: 90, classes: {}, undelivered: 'wait' },
      claimFiles: async () => false,
    },
    stop.signal,
  )
  const end = async () => {
    stop.abort()
    await keeping
  }
  onTestFinished(end)
  return {
    end,
    runsFor(days: number) {
      uptime += days * day
    },
    /** Resolves when it has kept house. */
    hasKept: () => vi.waitFor(() => expect(kept).toBe(1), within),
    keptHouse: () => kept > 0,
  }
}

test('a server whose clock is a year ahead drops nothing when it takes the work over, however long it has run', async () => {
  const right = houseOf(one, { ahead: 0 })
  await right.hasKept()
  const wrong = houseOf(other, { ahead: 365 })
  // Time that counted as its own would make it believe thirty times as much.
  wrong.runsFor(20)
  expect(wrong.keptHouse()).toBe(false)
  await right.end()
  await wrong.hasKept()

  expect(await one.events.first()).toBe(0)
})

test('events of a past time are dropped by whichever server keeps house', async () => {
  const right = houseOf(other, { ahead: 91 })
  await right.hasKept()

  expect(await one.events.first()).toBe(512)
})
