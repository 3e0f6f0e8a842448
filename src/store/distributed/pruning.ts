import type { QueryResult } from 'pg'
import { tileWidth } from '../../tlog/tile.ts'
import { type Partition, partitionsOf } from './partitions.ts'
import { postgresSql, type Query } from './postgres-sql.ts'

/** What a unit can say to its session: statements with values, and those that cannot have any. */
export type Statements = {
  readonly query: Query
  control(text: string): Promise<QueryResult>
}

/** Leaf hashes that one statement puts away: far less than any limit of time that an operator may set. */
const keepAtOnce = 64 * tileWidth

const keepLeaves = `insert into leaf_tiles (position, hashes)
  select seq / ${tileWidth}, string_agg(leaf, ''::bytea order by seq) from events where seq >= $1 and seq < $2
  group by seq / ${tileWidth} having count(*) = ${tileWidth}`

const countKept = 'select count(*) as kept from leaf_tiles where position >= $1 and position < $2'

const deleteKept = `delete from events where seq >= $1 and seq < $2
  and seq / ${tileWidth} in (select position from leaf_tiles where position >= $3)`

/**
 * Whoever reads or numbers waits behind a lock that is asked for, so it is not asked for long. A dump of the database, which
 * reads for hours, has the better right: the parts go the next time.
 */
const dropping = (parts: readonly Partition[]) => `
  set local lock_timeout = '1s';
  lock table only events in access exclusive mode;
  drop table ${parts.map(({ name }) => name).join(', ')}`

const tileOf = (seq: number) => Math.floor(seq / tileWidth)

/** The parts that end before a number, and of which every hash is put away. */
async function wholeParts(query: Query, before: number): Promise<readonly Partition[]> {
  const whole: Partition[] = []
  for (const part of await partitionsOf(postgresSql(query))) {
    if (part.before > before) break
    const tiles = [tileOf(part.from), tileOf(part.before)] as const
    const { rows } = await query(countKept, tiles)
    if (rows[0].kept !== tiles[1] - tiles[0]) break
    whole.push(part)
  }
  return whole
}

/** Puts the hashes of old entries away, drops the parts of the log that are gone as a whole, and deletes the rest of what is to go. */
export async function prune({ query, control }: Statements, before: number): Promise<void> {
  const { rows } = await query('select min(seq) as first from events', [])
  const first: number = rows[0].first ?? before
  for (let from = first; from < before; ) {
    const to = Math.min(before, (Math.floor(from / keepAtOnce) + 1) * keepAtOnce)
    await query(keepLeaves, [from, to])
    from = to
  }
  const whole = await wholeParts(query, before)
  const rest = Math.max(first, whole.at(-1)?.before ?? 0)
  if (rest < before) await query(deleteKept, [rest, before, tileOf(rest)])
  // Last, because from here to the commit nobody reads.
  if (whole.length > 0) await control(dropping(whole))
}
