import type { Role } from '../../kernel/roles.ts'
import type { Sql } from '../sql.ts'

/** A person. The server holds what proves a password and what only that password opens, never the password or a key. */
export type Account = {
  readonly account_uid: string
  /** Lower case, as it was normalised at the door. */
  readonly email: string
  readonly role: Role
  readonly salt: string
  readonly iterations: number
  /** argon2id of the verifier that the client derives from the password. */
  readonly verifier_hash: string
  readonly encrypted_data_key: string
  readonly public_key: string
  readonly encrypted_private_key: string
  readonly created_at: number
  /** Since when nobody may log in to it; null when they may. */
  readonly locked_at: number | null
}

export const accounts = (sql: Sql) => ({
  async count(): Promise<number> {
    return (await sql.get<{ n: number }>('select count(*) as n from accounts'))?.n ?? 0
  },
  findByEmail: (email: string) =>
    sql.get<Account>('select * from accounts where email = $1', email),
  find: (accountUid: string) =>
    sql.get<Account>('select * from accounts where account_uid = $1', accountUid),
  list: () => sql.all<Account>('select * from accounts order by email'),
  insert: (account: Omit<Account, 'locked_at'>) =>
    sql.run(
      `insert into accounts (account_uid, email, role, salt, iterations, verifier_hash, encrypted_data_key, public_key,
        encrypted_private_key, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      account.account_uid,
      account.email,
      account.role,
      account.salt,
      account.iterations,
      account.verifier_hash,
      account.encrypted_data_key,
      account.public_key,
      account.encrypted_private_key,
      account.created_at,
    ),
  changeRole: (accountUid: string, role: Account['role']) =>
    sql.run('update accounts set role = $2 where account_uid = $1', accountUid, role),
  lock: (accountUid: string, lockedAt: number | null) =>
    sql.run('update accounts set locked_at = $2 where account_uid = $1', accountUid, lockedAt),
  remove: (accountUid: string) =>
    sql.run('delete from accounts where account_uid = $1', accountUid),
  /** A new password wraps the same data key again; nothing else changes. */
  changePassword: (accountUid: string, password: Password) =>
    sql.run(
      `update accounts set salt = $2, iterations = $3, verifier_hash = $4, encrypted_data_key = $5
        where account_uid = $1`,
      accountUid,
      password.salt,
      password.iterations,
      password.verifier_hash,
      password.encrypted_data_key,
    ),
})

export type Password = Pick<Account, 'salt' | 'iterations' | 'verifier_hash' | 'encrypted_data_key'>
