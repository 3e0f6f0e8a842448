import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'
import { decodeFrontier } from '../../tlog/frontier.ts'
import { bell } from './bell.ts'
import { endLease, takeLease } from './installation.ts'
import { makeRoom, partitionWidth } from './partitions.ts'
import type { Query } from './postgres-sql.ts'
import { batchLimit, sequencer } from './sequencer.ts'

/** How often somebody looks without being told: the bound for everything that a lost message can delay. */
const tickMs = 1_000
/** How often somebody looks who has seen that an event waits for its number, and who does not give it. */
const concernedMs = 100
const reconnectMs = { least: 250, most: 4_000 } as const
/** When the network has gone without a word: after that long without an answer the session is given up. */
const patienceMs = 8_000
/** When nothing was numbered for so long although something waits, whoever should do it is not able to. */
const stuckMs = 3_000
/** A batch is written at once: a session that stops in the middle of one must not keep what it holds. */
const sessionSettings = "set idle_in_transaction_session_timeout = '5s'"
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

/**
 * Numbers behind the log for which there is a part of the table already. The one who numbers makes it, and an older server, which
 * knows of no parts, may be that one: so the others see to it when half of it is used up.
 */
const spare = { mine: 2 * partitionWidth, others: partitionWidth } as const

/** How far the log is, and the event that has waited longest for its number. */
async function standing(client: Client) {
  const { rows } = await client.query(
    'select (select frontier from log_head) as frontier, (select min(id) from unsequenced) as oldest',
  )
  const { frontier, oldest } = rows[0]
  return { size: frontier ? decodeFrontier(frontier).size : 0, oldest: oldest as number | null }
}

/** Tells when the same event has waited for too long. */
function waitGauge() {
  let seen: { readonly oldest: number | null; readonly since: number } = { oldest: null, since: 0 }
  return (oldest: number | null): boolean => {
    const now = performance.now()
    if (oldest === null || oldest !== seen.oldest) seen = { oldest, since: now }
    return oldest !== null && now - seen.since > stuckMs
  }
}

/** How far the log is, and when to look again at the latest. */
type Look = { readonly size: number; readonly againMs: number }

/** Numbers what waits while it has the lease, takes it when it is free, and otherwise asks the one who has it. */
function numberer(client: Client, channel: string) {
  let mine: Awaited<ReturnType<typeof sequencer>> | undefined
  const isStuck = waitGauge()
  let end = 0

  async function see(size: number, ahead: number) {
    if (end - size < ahead) end = (await makeRoom(client, size, ahead)) ?? end
  }

  async function look(): Promise<Look> {
    await client.query('select pg_notify($1, $2)', [channel, 'waiting'])
    const { size, oldest } = await standing(client)
    if (isStuck(oldest)) await endLease(client)
    await see(size, spare.others)
    return { size, againMs: oldest === null ? tickMs : concernedMs }
  }

  return {
    isMine: () => mine !== undefined,
    async number(): Promise<Look> {
      if (!mine && (await takeLease(client))) mine = await sequencer(client, channel)
      if (!mine) return look()
      do await see(mine.size(), spare.mine)
      while ((await mine.batch()) === batchLimit)
      return { size: mine.size(), againMs: tickMs }
    },
  }
}

/** Longer each time, and never the same for two servers, until one session has listened. */
function backOffMs(failures: number): number {
  const { least, most } = reconnectMs
  return Math.min(most, least * 2 ** failures) * (0.5 + Math.random() / 2)
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
  let sessions = 0
  let numbering: ReturnType<typeof numberer> | undefined

  function hear(payload = '') {
    if (payload === 'erased') forget()
    else if (payload !== 'waiting') grown(Number(payload))
    // The others hear it too, and who asked does, and would ask again because of it, without an end.
    else if (numbering?.isMine()) call.ring()
  }

  async function attend(client: Client) {
    client.on('notification', ({ payload }) => hear(payload))
    client.on('error', call.ring)
    await client.query(`${sessionSettings}; listen ${channel}`)
    listening = true
    sessions++
    numbering = numberer(client, channel)
    for (;;) {
      const { size, againMs } = await numbering.number()
      grown(size)
      ready.resolve()
      if (stopped) return
      await sleep(gatherMs)
      await call.next(againMs)
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

  const pause = async (failures: number) => !stopped && sleep(backOffMs(failures))

  async function run() {
    for (let failures = 0; !stopped; ) {
      const before = sessions
      try {
        await session()
      } catch (error) {
        failed(error)
        failures = sessions > before ? 0 : failures + 1
        await pause(failures)
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
