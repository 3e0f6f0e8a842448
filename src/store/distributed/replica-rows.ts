import type { Pool } from 'pg'
import { invalid } from '../../kernel/errors.ts'
import { decodeFrontier, emptyFrontier, type Frontier } from '../../tlog/frontier.ts'
import type { LogEntry } from '../store.ts'
import { postgresSql, preparedQuery } from './postgres-sql.ts'

/**
 * What a standby shows of the log. Every statement asks whether it still is one: a standby that was promoted may go on with other events
 * than the primary, and gives none from then on.
 */
export function replicaRows(pool: Pool, name: string) {
  const sql = postgresSql(preparedQuery(pool))
  return {
    name,
    after: (seq: number, limit: number) =>
      sql.all<LogEntry>(
        'select seq, body from events where seq > $1 and pg_is_in_recovery() order by seq limit $2',
        seq,
        limit,
      ),
    before: (seq: number, limit: number) =>
      sql.all<LogEntry>(
        'select seq, body from events where seq < $1 and pg_is_in_recovery() order by seq desc limit $2',
        seq,
        limit,
      ),
    async these(seqs: readonly number[]): Promise<readonly LogEntry[]> {
      const found = await sql.all<LogEntry>(
        'select seq, body from events where seq = any($1::bigint[]) and pg_is_in_recovery()',
        `{${seqs.join(',')}}`,
      )
      const bySeq = new Map(found.map((entry) => [entry.seq, entry]))
      return seqs.flatMap((seq) => bySeq.get(seq) ?? [])
    },
    /** How far it has come. Throws `invalid` when it is no standby. */
    async frontier(): Promise<Frontier> {
      const row = await sql.get<{ standby: boolean; frontier: Uint8Array | null }>(
        'select pg_is_in_recovery() as standby, (select frontier from log_head) as frontier',
      )
      if (!row?.standby)
        throw invalid(`--replica-url: ${name} is no standby: name one that follows the primary`)
      return row.frontier ? decodeFrontier(row.frontier) : emptyFrontier
    },
  }
}

export type ReplicaRows = ReturnType<typeof replicaRows>
