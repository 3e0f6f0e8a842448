import type { Sql } from '../sql.ts'

/** A login. The token is kept as its SHA-256; `key_half` opens what the client keeps on its disk, and nothing else. */
export type Session = {
  readonly token_hash: string
  readonly account_uid: string
  readonly key_half: string
  readonly created_at: number
  readonly expires_at: number
}

export const sessions = (sql: Sql) => ({
  find: (tokenHash: string) =>
    sql.get<Session>('select * from sessions where token_hash = $1', tokenHash),
  listOf: (accountUid: string, now: number) =>
    sql.all<Session>(
      'select * from sessions where account_uid = $1 and expires_at > $2 order by created_at desc',
      accountUid,
      now,
    ),
  insert: (session: Session) =>
    sql.run(
      `insert into sessions (token_hash, account_uid, key_half, created_at, expires_at)
        values ($1, $2, $3, $4, $5)`,
      session.token_hash,
      session.account_uid,
      session.key_half,
      session.created_at,
      session.expires_at,
    ),
  remove: (tokenHash: string) => sql.run('delete from sessions where token_hash = $1', tokenHash),
  removeOf: (accountUid: string) =>
    sql.run('delete from sessions where account_uid = $1', accountUid),
  removeExpired: (now: number) => sql.run('delete from sessions where expires_at <= $1', now),
})
