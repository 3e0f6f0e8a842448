import { leafHash } from '../../tlog/hash.ts'
import type { LogTail } from '../store.ts'
import type { Query } from './postgres-sql.ts'
import { prune, type Statements } from './pruning.ts'

const insertUnsequenced = `insert into unsequenced (body, leaf)
  select body, leaf from unnest($1::text[], $2::bytea[]) with ordinality as given (body, leaf, place) order by place`

/** Writes events, unsequenced and with the hash of their leaf, in this order. */
export const insertEvents = async (query: Query, bodies: readonly string[]): Promise<unknown> =>
  bodies.length > 0 && query(insertUnsequenced, [bodies, bodies.map(leafHash)])

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
