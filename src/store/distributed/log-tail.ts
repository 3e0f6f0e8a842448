import { leafHash } from '../../tlog/hash.ts'
import { tileWidth } from '../../tlog/tile.ts'
import type { LogTail } from '../store.ts'
import type { Query } from './postgres-sql.ts'

const insertUnsequenced = `insert into unsequenced (body, leaf)
  select body, leaf from unnest($1::text[], $2::bytea[]) with ordinality as given (body, leaf, place) order by place`

const keepLeaves = `insert into leaf_tiles (position, hashes)
  select seq / ${tileWidth}, string_agg(leaf, ''::bytea order by seq) from events where seq < $1
  group by seq / ${tileWidth} having count(*) = ${tileWidth}`

const dropKept = `delete from events where seq < $1 and seq / ${tileWidth} in (select position from leaf_tiles)`

/**
 * What one unit does to the log. Its events wait in memory and are written just before the commit, unsequenced and with
 * the hash of their leaf: an identity number that is drawn late leaves less room for others to overtake it.
 */
export function logTail(query: Query) {
  const bodies: string[] = []
  const events: LogTail = {
    append: async (body) => {
      bodies.push(body)
    },
    async prune(before) {
      await query(keepLeaves, [before])
      await query(dropKept, [before])
    },
  }
  return {
    events,
    count: () => bodies.length,
    flush: async () =>
      bodies.length > 0 && query(insertUnsequenced, [bodies, bodies.map(leafHash)]),
  }
}
