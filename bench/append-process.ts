import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { record } from '../src/events/record.ts'
import { beginYoung } from '../src/heap.ts'
import { openEmbeddedStore } from '../src/store/embedded/embedded-store.ts'
import { rateOf } from './clients.ts'
import { circumstances, madeRead } from './made-read.ts'
import { openWithoutTree } from './without-tree.ts'

/** A process that appends when it is told to: to a store as it is, or to one without a tree. */

/** How many callers wait at once, and how many events they append together. */
export type Order = {
  readonly log: 'whole' | 'bare'
  readonly clients: number
  readonly count: number
}

/** Appends a second, and microseconds of processor time each. */
export type Appended = { readonly rate: number; readonly cpu: number }

// As the server does.
beginYoung()
const happening = madeRead('ci-runner')

const folder = await mkdtemp(join(tmpdir(), 'keepwatch-bench-'))
const kinds = { whole: openEmbeddedStore, bare: openWithoutTree } as const
// The store that is opened first is the dearer one, by two percent, for as long as the process runs: somebody else decides.
const first = process.argv[2] === 'bare' ? 'bare' : 'whole'
const second = first === 'bare' ? 'whole' : 'bare'

async function opened(log: Order['log']) {
  const store = await kinds[log]({ folder: join(folder, log) })
  const append = () =>
    store.transaction((tx) => {
      const now = new Date()
      return record(tx, happening, { ...circumstances, at: now, recordedAt: now })
    })
  return { store, append }
}

const opens = { [first]: await opened(first), [second]: await opened(second) }
const stores = opens as Readonly<Record<Order['log'], Awaited<ReturnType<typeof opened>>>>

async function obey({ log, clients, count }: Order): Promise<Appended> {
  const before = process.cpuUsage()
  const rate = await rateOf(clients, count, stores[log].append)
  const { user, system } = process.cpuUsage(before)
  return { rate, cpu: (user + system) / count }
}

// What V8 has compiled by then is what a server runs for weeks; before, an append costs up to twice as much.
for (const log of [first, second, first, second] as const)
  await obey({ log, clients: 64, count: 50_000 })
process.on('message', async (order: Order) => process.send?.(await obey(order)))
process.once('disconnect', async () => {
  for (const { store } of Object.values(stores)) await store.close()
  await rm(folder, { recursive: true })
})
process.send?.('ready')
