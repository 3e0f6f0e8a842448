import type { Sql } from '../sql.ts'

/** The data key of an account behind something else than its password: for now a recovery phrase. The server has no key to it. */
export type KeyLock = {
  readonly account_uid: string
  readonly kind: 'recovery-phrase'
  /** Of what shows that somebody has the phrase: 256 random bits, so that a plain hash is enough. */
  readonly verifier_hash: string
  readonly encrypted_data_key: string
  readonly created_at: number
}

export const keyLocks = (sql: Sql) => ({
  find: (accountUid: string, kind: KeyLock['kind']) =>
    sql.get<KeyLock>(
      'select * from key_locks where account_uid = $1 and kind = $2',
      ...[accountUid, kind],
    ),
  put: (lock: KeyLock) =>
    sql.run(
      `insert into key_locks (account_uid, kind, verifier_hash, encrypted_data_key, created_at) values ($1, $2, $3, $4, $5)
        on conflict (account_uid, kind) do update set verifier_hash = excluded.verifier_hash,
          encrypted_data_key = excluded.encrypted_data_key, created_at = excluded.created_at`,
      lock.account_uid,
      lock.kind,
      lock.verifier_hash,
      lock.encrypted_data_key,
      lock.created_at,
    ),
  remove: (accountUid: string, kind: KeyLock['kind']) =>
    sql.run('delete from key_locks where account_uid = $1 and kind = $2', accountUid, kind),
  removeOf: (accountUid: string) =>
    sql.run('delete from key_locks where account_uid = $1', accountUid),
})
