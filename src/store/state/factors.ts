import type { Sql } from '../sql.ts'

/**
 * Something by which a person proves who they are, besides the master password, which alone opens the vault: a person may have
 * many, of several kinds, and has one vault key.
 */
export type Factor = {
  readonly factor_uid: string
  readonly account_uid: string
  readonly kind: 'totp' | 'passkey'
  /** What the person calls it. */
  readonly name: string
  /** What it is called elsewhere, unique within its kind: the identifier of a passkey. */
  readonly external_id: string
  /** JSON: what may be known of it, such as a public key. */
  readonly public: string
  /** Its secret, under a key that is not in the database. */
  readonly sealed: string
  /** Only grows, so that nothing counts twice: the last time step of TOTP, the signature counter of a passkey. */
  readonly counter: number
  readonly created_at: number
  readonly last_used_at: number | null
}

type Used = Pick<Factor, 'factor_uid' | 'counter'> & { readonly at: number }

export const factors = (sql: Sql) => ({
  listOf: (accountUid: string) =>
    sql.all<Factor>('select * from factors where account_uid = $1 order by created_at', accountUid),
  async countOf(accountUid: string): Promise<number> {
    const text = 'select count(*) as n from factors where account_uid = $1'
    return Number((await sql.get<{ n: number }>(text, accountUid))?.n ?? 0)
  },
  findExternal: (kind: Factor['kind'], externalId: string) =>
    sql.get<Factor>(
      'select * from factors where kind = $1 and external_id = $2',
      ...[kind, externalId],
    ),
  insert: (factor: Factor) =>
    sql.run(
      `insert into factors (factor_uid, account_uid, kind, name, external_id, public, sealed, counter, created_at, last_used_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, null)`,
      factor.factor_uid,
      factor.account_uid,
      factor.kind,
      factor.name,
      factor.external_id,
      factor.public,
      factor.sealed,
      factor.counter,
      factor.created_at,
    ),
  /** Moves the counter forward; false when it is there or beyond already: then this proof has been used. */
  async advance({ factor_uid, counter, at }: Used): Promise<boolean> {
    const text =
      'update factors set counter = $2, last_used_at = $3 where factor_uid = $1 and counter < $2'
    return (await sql.run(text, factor_uid, counter, at)) === 1
  },
  /** A passkey was used. Many count nothing and stay at 0, so that standing still is no fault; what is signed is new each time. */
  use: ({ factor_uid, counter, at }: Used) =>
    sql.run(
      'update factors set counter = $2, last_used_at = $3 where factor_uid = $1 and counter <= $2',
      ...[factor_uid, counter, at],
    ),
  remove: (factorUid: string) => sql.run('delete from factors where factor_uid = $1', factorUid),
  removeOf: (accountUid: string) =>
    sql.run('delete from factors where account_uid = $1', accountUid),
})
