import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'
import { decodeFrontier } from '../../tlog/frontier.ts'
import { bell } from './bell.ts'
import { takeLease } from './installation.ts'
import type { Query } from './postgres-sql.ts'
import { batchLimit, sequencer } from './sequencer.ts'

/** How often somebody looks without being told: the bound for everything that a lost message can delay. */
const tickMs = 1_000
const reconnectMs = 500
/** When the network has gone without a word: after that long without an answer the session is given up. */
const patienceMs = 8_000
/** Between two looks, so that many events share one batch: a third less work for the database at one client. */
const gatherMs = 4

export type Duties = {
  connect(patienceMs: number): Promise<Client>
  readonly channel: string
  /** The log holds so many events now. */
  grown(size: number): void
  /** A personal value was erased, here or by another server, or that may have been missed. */
  forget(): void
  /** The session was lost; the next one is on its way. */
  failed(error: unknown): void
}

/** Goes out when the unit commits, and only then. */
export const announceErased =
  (channel: string) =>
  (query: Query): Promise<unknown> =>
    query('select pg_notify($1, $2)', [channel, 'erased'])

async function currentSize(client: Client): Promise<number> {
  const { rows } = await client.query('select frontier from log_head')
  return rows[0] ? decodeFrontier(rows[0].frontier).size : 0
}

/** Numbers what waits while it has the lease, takes it when it is free, and otherwise asks the one who has it. */
function numberer(client: Client, channel: string) {
  let mine: Awaited<ReturnType<typeof sequencer>> | undefined
  return async (): Promise<number> => {
    if (!mine && (await takeLease(client))) mine = await sequencer(client, channel)
    if (!mine) {
      await client.query('select pg_notify($1, $2)', [channel, 'waiting'])
      return currentSize(client)
    }
    while ((await mine.batch()) === batchLimit);
    return mine.size()
  }
}

/**
 * One session for each server, which hears what the others tell, and gives out sequence numbers while it holds the lease.
 * When the server that holds it dies, the database lets the lease go with the session and the next to look takes it.
 */
export function attendant({ connect, channel, grown, forget, failed }: Duties) {
  const call = bell()
  const ready = Promise.withResolvers<void>()
  let stopped = false
  let listening = false

  function hear(payload = '') {
    if (payload === 'erased') forget()
    else if (payload === 'waiting') call.ring()
    else grown(Number(payload))
  }

  async function attend(client: Client) {
    client.on('notification', ({ payload }) => hear(payload))
    client.on('error', call.ring)
    await client.query(`listen ${channel}`)
    listening = true
    const number = numberer(client, channel)
    for (;;) {
      grown(await number())
      ready.resolve()
      if (stopped) return
      await sleep(gatherMs)
      await call.next(tickMs)
    }
  }

  async function session() {
    const client = await connect(patienceMs)
    try {
      await attend(client)
    } finally {
      listening = false
      // What was said while nobody listened is not said again.
      forget()
      await client.end().catch(() => {})
    }
  }

  async function run() {
    while (!stopped) {
      try {
        await session()
      } catch (error) {
        failed(error)
        if (!stopped) await sleep(reconnectMs)
      }
    }
  }

  const running = run()

  return {
    /** Resolves when it listens and knows the size of the log. */
    ready: ready.promise,
    /** Events wait for their numbers. */
    waiting: call.ring,
    /** Whether it would hear of an erasure. */
    listening: () => listening,
    /** Resolves when what waited is numbered, as far as that is this server's task, and the lease is free. */
    async stop() {
      stopped = true
      call.ring()
      await running
    },
  }
}
