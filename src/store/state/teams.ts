import type { Sql } from '../sql.ts'

/** People who share folders together, with a key pair of their own. */
export type Team = {
  readonly team_uid: string
  readonly name: string
  /** 65-byte P-256 point: what is shared with the team is wrapped to it. */
  readonly public_key: string
  /** The 32-byte private number under the team's key (AES-GCM, 60 bytes), which each member has wrapped to their own. */
  readonly encrypted_private_key: string
  readonly created_at: number
  /** Since when somebody may know the keys who is no longer in it; null when nobody does. */
  readonly key_due_since: number | null
}

type NewKeys = Pick<Team, 'team_uid' | 'public_key' | 'encrypted_private_key'>

export const teams = (sql: Sql) => ({
  find: (teamUid: string) => sql.get<Team>('select * from teams where team_uid = $1', teamUid),
  /** However it is spelled. */
  findByName: (name: string) =>
    sql.get<Team>('select * from teams where lower(name) = lower($1)', name),
  list: () => sql.all<Team>('select * from teams order by name'),
  insert: (team: Omit<Team, 'key_due_since'>) =>
    sql.run(
      `insert into teams (team_uid, name, public_key, encrypted_private_key, created_at)
        values ($1, $2, $3, $4, $5)`,
      ...[team.team_uid, team.name, team.public_key],
      ...[team.encrypted_private_key, team.created_at],
    ),
  rename: (teamUid: string, name: string) =>
    sql.run('update teams set name = $2 where team_uid = $1', teamUid, name),
  setKeys: ({ team_uid, public_key, encrypted_private_key }: NewKeys) =>
    sql.run(
      `update teams set public_key = $2, encrypted_private_key = $3, key_due_since = null
        where team_uid = $1`,
      ...[team_uid, public_key, encrypted_private_key],
    ),
  /** Says that its keys have to be changed, unless that was said before. */
  keysAreDue: (teamUid: string, since: number) =>
    sql.run(
      'update teams set key_due_since = $2 where team_uid = $1 and key_due_since is null',
      teamUid,
      since,
    ),
  remove: (teamUid: string) => sql.run('delete from teams where team_uid = $1', teamUid),
})
