import { record } from '../../src/events/record.ts'
import { openDistributedStore } from '../../src/store/distributed/distributed-store.ts'
import { rateOf } from '../clients.ts'
import { circumstances, madeRead } from '../made-read.ts'

/** A server's store over the PostgreSQL that the environment names, which appends when it is told to. */

export type AppendOrder = { readonly clients: number; readonly count: number }

const happening = madeRead('ci-runner')
const store = await openDistributedStore({ url: process.env['KEEPWATCH_BENCH_DATABASE'] ?? '' })

const append = () =>
  store.transaction((tx) => {
    const now = new Date()
    return record(tx, happening, { ...circumstances, at: now, recordedAt: now })
  })

process.on('message', async ({ clients, count }: AppendOrder) =>
  process.send?.(await rateOf(clients, count, append)),
)
process.once('disconnect', () => store.close())
process.send?.('ready')
