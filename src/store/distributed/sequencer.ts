import type { Client } from 'pg'
import {
  appendLeaves,
  decodeFrontier,
  emptyFrontier,
  encodeFrontier,
  type Frontier,
} from '../../tlog/frontier.ts'
import { type Hash, hashesOf } from '../../tlog/hash.ts'
import type { TileEntry } from '../../tlog/tile.ts'
import { gathered } from './gathered.ts'
import { resting } from './news.ts'
import { preparedQuery, type Query } from './postgres-sql.ts'

/** Events that get their numbers together. */
export const batchLimit = 1_000

/**
 * Moves what is visible from the queue into the log and numbers it. There is no cursor: a unit that drew a low identity
 * number and commits late is in the next batch, where a search for `id > last` would never find it. What committed before
 * another unit began has the lower number of the two, so nobody's own order is turned around.
 */
const move = `with taken as (
    delete from unsequenced where id in (select id from unsequenced order by id limit ${batchLimit})
    returning id, body, leaf),
  added as (
    insert into events (seq, body, leaf)
    select $1 + row_number() over (order by id) - 1, body, leaf from taken
    returning seq, leaf)
  select string_agg(leaf, ''::bytea order by seq) as leaves, pg_current_snapshot()::text as snapshot from added`

const saveNodes = `insert into tree (level, position, hash)
  select * from unnest($1::integer[], $2::bigint[], $3::bytea[])`

const saveHead = `insert into log_head (id, frontier) values (1, $1)
  on conflict (id) do update set frontier = excluded.frontier`

const writeNodes = async (query: Query, closed: readonly TileEntry[]) =>
  closed.length > 0 &&
  query(saveNodes, [
    closed.map(({ level }) => level),
    closed.map(({ index }) => index),
    closed.map(({ hash }) => hash),
  ])

/** Where servers are told what has its number. Older ones listen to the installation's channel only, and read nothing there but sizes. */
export const numbersOf = (channel: string): string => `${channel}_numbers`

type Grown = ReturnType<typeof appendLeaves>

const tell = `select pg_notify("on", message) from unnest($1::text[], $2::text[]) as told ("on", message)`

/**
 * Gives the dense sequence and keeps the tree. Only for the session that holds the lease: the lock and these transactions
 * end with the same session, so two servers can never number at once.
 */
export async function sequencer(client: Client, channel: string) {
  const query = preparedQuery(client)
  const { rows } = await query('select frontier from log_head', [])
  let frontier: Frontier = rows[0] ? decodeFrontier(rows[0].frontier) : emptyFrontier

  const numbers = numbersOf(channel)
  // Whoever numbered before may have left without a word.
  let mustTell = true

  async function take(): Promise<{ readonly leaves: readonly Hash[]; readonly snapshot: string }> {
    const [, moved] = await Promise.all([
      gathered(client).query('begin'),
      query(move, [frontier.size]),
    ])
    const { leaves, snapshot } = moved.rows[0]
    return { leaves: leaves ? hashesOf(leaves) : [], snapshot }
  }

  /** The statements that end a batch, and its messages, in one packet. */
  async function end(
    messages: readonly (readonly [on: string, message: string])[],
    grown?: Grown,
  ): Promise<void> {
    gathered(client)
    await Promise.all([
      grown && writeNodes(query, grown.closed),
      grown && query(saveHead, [encodeFrontier(grown.frontier)]),
      query(tell, [messages.map(([on]) => on), messages.map(([, message]) => message)]),
      client.query('commit'),
    ])
  }

  async function rest(): Promise<void> {
    if (!mustTell) await client.query('rollback')
    else await end([[numbers, resting]])
    mustTell = false
  }

  return {
    size: () => frontier.size,
    /** Somebody asked, and is told when there is nothing more. */
    asked() {
      mustTell = true
    },
    /**
     * Sequences one batch, tells every server the new size and what it saw, and returns how many events it held. Whoever hears of a
     * batch relies on another call after it; the first that finds nothing says so.
     */
    async batch(): Promise<number> {
      const { leaves, snapshot } = await take()
      if (leaves.length === 0) {
        await rest()
        return 0
      }
      const grown = appendLeaves(frontier, leaves)
      const size = [channel, String(grown.frontier.size)] as const
      // A full one may have left some of what it saw.
      await end(leaves.length === batchLimit ? [size] : [size, [numbers, snapshot]], grown)
      mustTell = true
      frontier = grown.frontier
      return leaves.length
    },
  }
}
