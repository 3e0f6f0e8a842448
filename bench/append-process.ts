import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { record } from '../src/events/record.ts'
import { beginYoung } from '../src/heap.ts'
import { openEmbeddedStore } from '../src/store/embedded/embedded-store.ts'
import { rateOf } from './clients.ts'
import { circumstances, madeRead } from './made-read.ts'

/** A process that appends when it is told to; `appends.ts` starts one as it is and one without a tree. */

/** How many callers wait at once, and how many events they append together. */
export type Order = { readonly clients: number; readonly count: number }

/** Appends a second, and microseconds of processor time each. */
export type Appended = { readonly rate: number; readonly cpu: number }

// As the server does.
beginYoung()
const happening = madeRead('ci-runner')

const folder = await mkdtemp(join(tmpdir(), 'keepwatch-bench-'))
const store = await openEmbeddedStore({ folder })

const append = () =>
  store.transaction((tx) => {
    const now = new Date()
    return record(tx, happening, { ...circumstances, at: now, recordedAt: now })
  })

async function obey({ clients, count }: Order): Promise<Appended> {
  const before = process.cpuUsage()
  const rate = await rateOf(clients, count, append)
  const { user, system } = process.cpuUsage(before)
  return { rate, cpu: (user + system) / count }
}

// What V8 has compiled by then is what a server runs for weeks; before, an append costs up to twice as much.
await rateOf(64, 100_000, append)
process.on('message', async (order: Order) => process.send?.(await obey(order)))
process.once('disconnect', async () => {
  await store.close()
  await rm(folder, { recursive: true })
})
process.send?.('ready')
