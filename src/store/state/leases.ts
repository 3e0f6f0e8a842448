import type { Sql } from '../sql.ts'

/** Some work, and the server that does it. */
export type Lease = {
  readonly name: string
  /** The `uid` of a store. */
  readonly holder: string
  readonly since: number
}

/** Nobody takes one for longer: what ends later was written before the database's clock was set back. */
const longestMs = 60_000

/** Who does what only one server may do at a time. All times are those of the store's own clock. */
export const leases = (sql: Sql) => ({
  /** Takes a lease that is free, over, or one's own. True when it is held now. */
  take: async (name: string, { holder, ms }: Claim): Promise<boolean> =>
    (await sql.run(
      `insert into leases (name, holder, expires_at, since) values ($1, $2, ${sql.now} + $3, ${sql.now})
        on conflict (name) do update set holder = excluded.holder, expires_at = excluded.expires_at,
          since = case when leases.holder = excluded.holder then leases.since else excluded.since end
        where leases.holder = excluded.holder or leases.expires_at <= ${sql.now}
          or leases.expires_at > ${sql.now} + ${longestMs}`,
      name,
      holder,
      ms,
    )) > 0,
  /** Whether one of these could take it. */
  isFree: async (name: string, holder: string): Promise<boolean> =>
    (await sql.get(
      `select 1 from leases where name = $1 and holder <> $2 and expires_at > ${sql.now}
        and expires_at <= ${sql.now} + ${longestMs}`,
      name,
      holder,
    )) === undefined,
  /** Whether nobody has taken it since, even if it is over. */
  isHeld: async (name: string, holder: string): Promise<boolean> =>
    (await sql.get('select 1 from leases where name = $1 and holder = $2', name, holder)) !==
    undefined,
  list: () =>
    sql.all<Lease>(
      `select name, holder, since from leases where expires_at > ${sql.now} order by name`,
    ),
  drop: (name: string, holder: string) =>
    sql.run('delete from leases where name = $1 and holder = $2', name, holder),
})

type Claim = { readonly holder: string; readonly ms: number }
