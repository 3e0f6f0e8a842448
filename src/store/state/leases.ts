import type { Sql } from '../sql.ts'

/** Who does what only one server may do at a time. */
export const leases = (sql: Sql) => ({
  /** Takes a lease that is free, over, or one's own. True when it is held now. */
  take: async (name: string, { holder, now, expires_at }: Claim): Promise<boolean> =>
    (await sql.run(
      `insert into leases (name, holder, expires_at) values ($1, $2, $3)
        on conflict (name) do update set holder = excluded.holder, expires_at = excluded.expires_at
        where leases.holder = excluded.holder or leases.expires_at <= $4`,
      name,
      holder,
      expires_at,
      now,
    )) > 0,
  drop: (name: string, holder: string) =>
    sql.run('delete from leases where name = $1 and holder = $2', name, holder),
})

type Claim = { readonly holder: string; readonly now: number; readonly expires_at: number }
