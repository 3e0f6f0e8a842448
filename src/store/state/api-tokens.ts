import type { Sql } from '../sql.ts'

/** A token of a program. It is kept as its SHA-256, and is worth what the account that made it still may. */
export type ApiToken = {
  readonly token_uid: string
  readonly name: string
  readonly token_hash: string
  /** With commas between them. */
  readonly scopes: string
  /** From where it counts, with commas between; empty is everywhere. */
  readonly networks: string
  /** The UID of the account. */
  readonly created_by: string
  readonly created_at: number
  readonly expires_at: number | null
}

export const apiTokens = (sql: Sql) => ({
  list: () => sql.all<ApiToken>('select * from api_tokens order by name'),
  named: (name: string) => sql.get<ApiToken>('select * from api_tokens where name = $1', name),
  find: (tokenHash: string) =>
    sql.get<ApiToken>('select * from api_tokens where token_hash = $1', tokenHash),
  insert: (token: ApiToken) =>
    sql.run(
      `insert into api_tokens (token_uid, name, token_hash, scopes, networks, created_by, created_at, expires_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      token.token_uid,
      token.name,
      token.token_hash,
      token.scopes,
      token.networks,
      token.created_by,
      token.created_at,
      token.expires_at,
    ),
  removeOf: (accountUid: string) =>
    sql.run('delete from api_tokens where created_by = $1', accountUid),
  remove: (tokenUid: string) => sql.run('delete from api_tokens where token_uid = $1', tokenUid),
})
