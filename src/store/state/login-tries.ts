import type { Sql } from '../sql.ts'

/** Tries of one place that fall into a window: how many, and when the oldest was. */
type Window = { readonly count: number; readonly oldest: number | null }

/** Within milliseconds since 1970, of which the first does not belong to it. */
type Span = { readonly after: number; readonly until: number }

/**
 * Who tried to log in, where several servers count together. A place is the hash of what is limited: a name, a network, or all.
 * A try counts at each of its places until it is taken back.
 */
export const loginTries = (sql: Sql) => ({
  async within(place: string, { after, until }: Span): Promise<Window> {
    const found = await sql.get<Window>(
      'select count(*) as count, min(at) as oldest from login_tries where place = $1 and at > $2 and at <= $3',
      ...[place, after, until],
    )
    return found ?? { count: 0, oldest: null }
  },
  add: (tryUid: string, place: string, at: number) =>
    sql.run('insert into login_tries (try_uid, place, at) values ($1, $2, $3)', tryUid, place, at),
  takeBack: (tryUid: string) => sql.run('delete from login_tries where try_uid = $1', tryUid),
  removeBefore: (at: number) => sql.run('delete from login_tries where at < $1', at),

  /** Whether somebody has come through from there before. */
  isKnown: async (place: string): Promise<boolean> =>
    (await sql.get('select 1 from known_places where place = $1', place)) !== undefined,
  know: (place: string, at: number) =>
    sql.run(
      `insert into known_places (place, seen_at) values ($1, $2)
        on conflict (place) do update set seen_at = excluded.seen_at`,
      ...[place, at],
    ),
  forgetBefore: (at: number) => sql.run('delete from known_places where seen_at < $1', at),
})
