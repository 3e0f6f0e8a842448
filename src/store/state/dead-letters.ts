import type { Flag, Sql } from '../sql.ts'

/** An event that a target's receiver refused for good. It stays until it is sent again and taken. */
export type DeadLetter = {
  readonly target_uid: string
  readonly seq: number
  readonly reason: string
  readonly died_at: number
  /** Whether somebody wants it sent again. */
  readonly resend: Flag
}

export const deadLetters = (sql: Sql) => ({
  put: ({ target_uid, seq, reason, died_at }: Omit<DeadLetter, 'resend'>) =>
    sql.run(
      `insert into dead_letters (target_uid, seq, reason, died_at, resend) values ($1, $2, $3, $4, 0)
        on conflict (target_uid, seq) do update set reason = excluded.reason, died_at = excluded.died_at, resend = 0`,
      target_uid,
      seq,
      reason,
      died_at,
    ),
  listOf: (targetUid: string, after: number, most: number) =>
    sql.all<DeadLetter>(
      'select * from dead_letters where target_uid = $1 and seq > $2 order by seq limit $3',
      targetUid,
      after,
      most,
    ),
  async count(targetUid: string): Promise<number> {
    const row = await sql.get<{ count: number | string }>(
      'select count(*) as count from dead_letters where target_uid = $1',
      targetUid,
    )
    return Number(row?.count ?? 0)
  },
  /** Asks for all of them again. */
  wantAgain: (targetUid: string) =>
    sql.run('update dead_letters set resend = 1 where target_uid = $1', targetUid),
  wanted: (targetUid: string, most: number) =>
    sql.all<DeadLetter>(
      'select * from dead_letters where target_uid = $1 and resend = 1 order by seq limit $2',
      targetUid,
      most,
    ),
  remove: (targetUid: string, seq: number) =>
    sql.run('delete from dead_letters where target_uid = $1 and seq = $2', targetUid, seq),
  removeOf: (targetUid: string) =>
    sql.run('delete from dead_letters where target_uid = $1', targetUid),
})
