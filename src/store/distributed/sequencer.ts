import type { Client } from 'pg'
import {
  appendLeaves,
  decodeFrontier,
  emptyFrontier,
  encodeFrontier,
  type Frontier,
} from '../../tlog/frontier.ts'
import type { Hash } from '../../tlog/hash.ts'
import type { TileEntry } from '../../tlog/tile.ts'
import { gathered } from './gathered.ts'
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
  select leaf from added order by seq`

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

/**
 * Gives the dense sequence and keeps the tree. Only for the session that holds the lease: the lock and these transactions
 * end with the same session, so two servers can never number at once.
 */
export async function sequencer(client: Client, channel: string) {
  const query = preparedQuery(client)
  const { rows } = await query('select frontier from log_head', [])
  let frontier: Frontier = rows[0] ? decodeFrontier(rows[0].frontier) : emptyFrontier

  async function take(): Promise<readonly Hash[]> {
    const [, moved] = await Promise.all([
      gathered(client).query('begin'),
      query(move, [frontier.size]),
    ])
    return moved.rows.map(({ leaf }: { leaf: Hash }) => leaf)
  }

  return {
    size: () => frontier.size,
    /** Sequences one batch, tells every server the new size, and returns how many events it held. */
    async batch(): Promise<number> {
      const leaves = await take()
      if (leaves.length === 0) {
        await client.query('rollback')
        return 0
      }
      const grown = appendLeaves(frontier, leaves)
      gathered(client)
      await Promise.all([
        writeNodes(query, grown.closed),
        query(saveHead, [encodeFrontier(grown.frontier)]),
        query('select pg_notify($1, $2)', [channel, String(grown.frontier.size)]),
        client.query('commit'),
      ])
      frontier = grown.frontier
      return leaves.length
    },
  }
}
