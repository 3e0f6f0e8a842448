import type { Client } from 'pg'
import { decodeFrontier } from '../../tlog/frontier.ts'
import { endLease, takeLease } from './installation.ts'
import { numberNews, type Xid } from './news.ts'
import { makeRoom, partitionWidth } from './partitions.ts'
import { batchLimit, sequencer } from './sequencer.ts'

/** How often somebody looks without being told, and without an event of its own that waits. */
const tickMs = 1_000
/** When nothing was numbered for so long although something waits, whoever should do it is not able to. */
const stuckMs = 3_000

/** How a server says that an event waits for its number. */
export const question = 'waiting'

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

type Ground = {
  readonly channel: string
  /** The log holds so many events now. */
  grown(size: number): void
}

/**
 * Numbers what waits while it has the lease, takes it when it is free, and otherwise relies on the one who has it: it learns from
 * messages what has its number, asks when that one rests, and looks into the database when it has heard nothing in time.
 */
export function numberer(client: Client, { channel, grown }: Ground) {
  let mine: Awaited<ReturnType<typeof sequencer>> | undefined
  const isStuck = waitGauge()
  const news = numberNews()
  let end = 0
  let tickAt = 0

  async function see(size: number, ahead: number) {
    if (end - size < ahead) end = (await makeRoom(client, size, ahead)) ?? end
  }

  async function ask() {
    news.asked()
    await client.query('select pg_notify($1, $2)', [channel, question])
  }

  async function look() {
    const known = news.waiting()
    const { size, oldest } = await standing(client)
    grown(size)
    news.looked(known, oldest === null ? 'nothing' : 'waits')
    if (isStuck(oldest)) await endLease(client)
    if (oldest !== null) await ask()
    await see(size, spare.others)
    tickAt = performance.now() + tickMs
  }

  const dueAt = () => Math.min(tickAt, news.lateAt())

  async function rely(): Promise<void> {
    if (performance.now() < dueAt()) {
      if (news.mustAsk()) await ask()
      return
    }
    if (await takeLease(client)) mine = await sequencer(client, channel)
    else await look()
  }

  /** Numbers what there is. Gives the milliseconds until the next look at the latest: others rely on one after each batch. */
  async function numberAll({ batch, size }: NonNullable<typeof mine>): Promise<number> {
    let held = 0
    do {
      await see(size(), spare.mine)
      held = await batch()
    } while (held === batchLimit)
    grown(size())
    return held > 0 ? 0 : tickMs
  }

  return {
    /** An event that was committed here waits for its number, or one of somebody else that was seen. */
    waits(xid?: Xid) {
      if (mine) return
      if (xid === undefined) news.hurry()
      else news.committed(xid)
    },
    /** A message of the one who numbers. True when this server has to say something to it. */
    hear(message: string): boolean {
      if (mine) return false
      news.hear(message)
      return news.mustAsk()
    },
    /** Somebody asks for numbers. True when this server gives them. */
    isAsked(): boolean {
      mine?.asked()
      return mine !== undefined
    },
    /** Does what is due. Gives the milliseconds until something is due again. */
    async number(): Promise<number> {
      if (!mine) await rely()
      return mine ? numberAll(mine) : Math.max(0, dueAt() - performance.now())
    },
  }
}
