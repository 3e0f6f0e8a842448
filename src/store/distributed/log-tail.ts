import { leafHash } from '../../tlog/hash.ts'
import type { LogTail } from '../store.ts'
import type { Xid } from './news.ts'
import type { Query } from './postgres-sql.ts'
import { prune, type Statements } from './pruning.ts'

const insertUnsequenced = `with added as (
    insert into unsequenced (body, leaf)
    select body, leaf from unnest($1::text[], $2::bytea[]) with ordinality as given (body, leaf, place) order by place)
  select pg_current_xact_id()::text as xid`

/** Writes events, unsequenced and with the hash of their leaf, in this order. Gives the transaction that did, if there were any. */
export async function insertEvents(
  query: Query,
  bodies: readonly string[],
): Promise<Xid | undefined> {
  if (bodies.length === 0) return undefined
  const { rows } = await query(insertUnsequenced, [bodies, bodies.map(leafHash)])
  return Number(rows[0].xid)
}

/**
 * What one unit does to the log. Its events wait in memory and are written just before the commit: an identity number that is drawn
 * late leaves less room for others to overtake it.
 */
export function logTail(statements: Statements) {
  const bodies: string[] = []
  const events: LogTail = {
    append: async (body) => {
      bodies.push(body)
    },
    prune: (before) => prune(statements, before),
  }
  return {
    events,
    bodies: (): readonly string[] => bodies,
    flush: () => insertEvents(statements.query, bodies),
  }
}
