import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { appClientAccess } from '../src/events/catalog/ksm.ts'
import { happened } from '../src/events/event-type.ts'
import { record } from '../src/events/record.ts'
import { openEmbeddedStore } from '../src/store/embedded/embedded-store.ts'
import type { Store } from '../src/store/store.ts'
import { appendLeaves, emptyFrontier, encodeFrontier } from '../src/tlog/frontier.ts'
import { leafHash } from '../src/tlog/hash.ts'
import { median, rateOf } from './clients.ts'
import { write } from './print.ts'

const happening = happened(appClientAccess, {
  app_uid: 'ZYXWVUTSRQPONMLKJIHGFE',
  device_name: 'ci-runner',
  device_uid: 'ABCDEFGHIJKLMNOPQRSTUV',
  endpoint: 'get_secret',
  served: 'sha256:47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU',
  served_count: 20,
})

const circumstances = {
  username: 'owner@example.com',
  remote_address: '203.0.113.9',
  peer_address: '10.0.0.4',
  client_version: 'ms17.5.0',
  request_id: '019f0000-0000-7000-8000-000000000000',
}

const appendTo = (store: Store) => () =>
  store.transaction((tx) => {
    const now = new Date()
    return record(tx, happening, { ...circumstances, at: now, recordedAt: now })
  })

/** Microseconds that the tree takes of one event, in batches as large as the clients make them. */
function treeCost(clients: number, bodies: readonly string[]): number {
  let frontier = emptyFrontier
  const started = performance.now()
  for (let at = 0; at < bodies.length; at += clients) {
    frontier = appendLeaves(frontier, bodies.slice(at, at + clients).map(leafHash)).frontier
    encodeFrontier(frontier)
  }
  return ((performance.now() - started) / bodies.length) * 1_000
}

const rounds = 5
const countFor = (clients: number) => (clients === 1 ? 2_000 : 40_000)

/** Durable appends: a real event through `record`, answered after its flush, by how many clients wait at once. */
export async function benchAppends(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'keepwatch-bench-'))
  const store = await openEmbeddedStore({ folder })
  const append = appendTo(store)
  await rateOf(64, 20_000, append)

  const alone: number[] = []
  for (const clients of [1, 64, 512]) {
    const rates: number[] = []
    const costs: number[] = []
    for (let round = 0; round < rounds; round++) {
      rates.push(await rateOf(clients, countFor(clients), append))
      const entries = await store.events.readAfter(-1, { limit: 20_000 })
      costs.push(
        treeCost(
          clients,
          entries.map(({ body }) => body),
        ),
      )
    }
    const rate = median(rates)
    alone.push(rate)
    const share = (median(costs) * rate) / 10_000
    write(
      `durable appends, ${clients} waiting: ${Math.round(rate)}/s, ${(rate / (alone[0] ?? rate)).toFixed(1)}× one client; the tree takes ${share.toFixed(1)} % of the time`,
    )
  }
  await store.close()
  await rm(folder, { recursive: true })
}
