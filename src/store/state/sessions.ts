import type { Sql } from '../sql.ts'

/** A login. The token is kept as its SHA-256; `key_half` opens what the client keeps on its disk, and nothing else. */
export type Session = {
  readonly token_hash: string
  /** What events call it. It stays when the token changes, and opens nothing. */
  readonly session_id: string
  readonly account_uid: string
  readonly key_half: string
  /** What is still asked of the person before it opens anything: a second factor, to set one up, or a new password. */
  readonly stage: 'whole' | 'second-factor' | 'set-up' | 'recovery'
  readonly carried_by: 'cookie' | 'header'
  readonly created_at: number
  readonly expires_at: number
  /** It ends earlier when it was not used for so long. */
  readonly idle_ms: number
  readonly seen_at: number
  /** When the person last proved who they are. */
  readonly proved_at: number
  /** What a passkey has to sign next. */
  readonly challenge: string | null
}

const columns = [
  'token_hash',
  'session_id',
  'account_uid',
  'key_half',
  'stage',
  'carried_by',
  'created_at',
  'expires_at',
  'idle_ms',
  'seen_at',
  'proved_at',
  'challenge',
] as const satisfies readonly (keyof Session)[]

/** How long a token goes on counting beside the one that took its place: for requests that were on their way. */
const graceMs = 10_000

const places = columns.map((_, n) => `$${n + 1}`).join(', ')

export const sessions = (sql: Sql) => ({
  find: (tokenHash: string) =>
    sql.get<Session>('select * from sessions where token_hash = $1', tokenHash),
  /** The session that had this token until a moment ago. */
  findFormer: (tokenHash: string, now: number) =>
    sql.get<Session>(
      'select * from sessions where former_hash = $1 and proved_at > $2',
      ...[tokenHash, now - graceMs],
    ),
  /** The person has proved again who they are: another token takes the place of the one before. */
  renew: (sessionId: string, { token_hash, at }: { readonly token_hash: string; at: number }) =>
    sql.run(
      'update sessions set former_hash = token_hash, token_hash = $2, proved_at = $3, seen_at = $3 where session_id = $1',
      ...[sessionId, token_hash, at],
    ),
  named: (sessionId: string) =>
    sql.get<Session>('select * from sessions where session_id = $1', sessionId),
  /** Those that open something. */
  listOf: (accountUid: string, now: number) =>
    sql.all<Session>(
      `select * from sessions where account_uid = $1 and stage = 'whole' and expires_at > $2 and seen_at + idle_ms > $2
        order by created_at desc`,
      accountUid,
      now,
    ),
  insert: (session: Session) =>
    sql.run(
      `insert into sessions (${columns.join(', ')}) values (${places})`,
      ...columns.map((name) => session[name]),
    ),
  see: (sessionId: string, at: number) =>
    sql.run('update sessions set seen_at = $2 where session_id = $1', sessionId, at),
  /** What has to be signed next for it. */
  challenge: (sessionId: string, challenge: string) =>
    sql.run('update sessions set challenge = $2 where session_id = $1', sessionId, challenge),
  /** Uses a challenge up; false when it is another one, or was used. */
  async spendChallenge(sessionId: string, challenge: string): Promise<boolean> {
    const text = 'update sessions set challenge = null where session_id = $1 and challenge = $2'
    return (await sql.run(text, sessionId, challenge)) === 1
  },
  remove: (sessionId: string) => sql.run('delete from sessions where session_id = $1', sessionId),
  removeOf: (accountUid: string) =>
    sql.run('delete from sessions where account_uid = $1', accountUid),
  removeExpired: (now: number) =>
    sql.run('delete from sessions where expires_at <= $1 or seen_at + idle_ms <= $1', now),
})
