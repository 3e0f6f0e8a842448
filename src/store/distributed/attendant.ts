import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'
import { bell } from './bell.ts'
import type { Xid } from './news.ts'
import { numberer, question } from './numbering.ts'
import type { Query } from './postgres-sql.ts'
import { numbersOf } from './sequencer.ts'

const reconnectMs = { least: 250, most: 4_000 } as const
/** When the network has gone without a word: after that long without an answer the session is given up. */
const patienceMs = 8_000
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
  let [stopped, listening] = [false, false]
  let sessions = 0
  let numbering: ReturnType<typeof numberer> | undefined

  function hear(on: string, payload = '') {
    if (on === numbersOf(channel)) {
      if (numbering?.hear(payload)) call.ring()
    } else if (payload === 'erased') forget()
    else if (payload !== question) grown(Number(payload))
    // The others hear it too, and who asked does, and would ask again because of it, without an end.
    else if (numbering?.isAsked()) call.ring()
  }

  async function attend(client: Client) {
    client.on('notification', (message) => hear(message.channel, message.payload))
    client.on('error', call.ring)
    await client.query(`${sessionSettings}; listen ${channel}; listen ${numbersOf(channel)}`)
    listening = true
    sessions++
    numbering = numberer(client, { channel, grown })
    for (;;) {
      const againMs = await numbering.number()
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
    /** Events wait for their numbers: those of a transaction of this server, or some that were seen. */
    waiting(xid?: Xid) {
      numbering?.waits(xid)
      call.ring()
    },
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
