import type { Sql } from '../sql.ts'
import type { Account } from './accounts.ts'

/** A single-use code that lets somebody make an account. Only its SHA-256 is kept. */
export type Invitation = {
  readonly code_hash: string
  readonly email: string
  readonly role: Account['role']
  readonly invited_by: string
  readonly expires_at: number
}

export const invitations = (sql: Sql) => ({
  find: (codeHash: string) =>
    sql.get<Invitation>('select * from invitations where code_hash = $1', codeHash),
  /** A new invitation replaces an older one to the same address. */
  insert: ({ code_hash, email, role, invited_by, expires_at }: Invitation) =>
    sql.run(
      `insert into invitations (code_hash, email, role, invited_by, expires_at) values ($1, $2, $3, $4, $5)
        on conflict (email) do update set code_hash = excluded.code_hash, role = excluded.role,
        invited_by = excluded.invited_by, expires_at = excluded.expires_at`,
      code_hash,
      email,
      role,
      invited_by,
      expires_at,
    ),
  removeExpired: (now: number) => sql.run('delete from invitations where expires_at <= $1', now),
  remove: (codeHash: string) => sql.run('delete from invitations where code_hash = $1', codeHash),
  /** Those that name a person, as the one who was invited or who invited. */
  removeNaming: (email: string) =>
    sql.run('delete from invitations where email = $1 or invited_by = $1', email),
})
