import type { Sql } from '../sql.ts'

/** That somebody is in a team. */
export type TeamMember = {
  readonly team_uid: string
  readonly account_uid: string
  /** The team's key (AES-256), wrapped to this person's public key (125 bytes): it opens the team's private key. */
  readonly team_key: string
  readonly created_at: number
}

const bySeniority = 'order by created_at, account_uid'

export const teamMembers = (sql: Sql) => ({
  find: (teamUid: string, accountUid: string) =>
    sql.get<TeamMember>(
      'select * from team_members where team_uid = $1 and account_uid = $2',
      ...[teamUid, accountUid],
    ),
  /** Everybody who is in any team. */
  list: () => sql.all<TeamMember>(`select * from team_members ${bySeniority}`),
  listOf: (accountUid: string) =>
    sql.all<TeamMember>(
      'select * from team_members where account_uid = $1 order by created_at, team_uid',
      accountUid,
    ),
  listOfTeam: (teamUid: string) =>
    sql.all<TeamMember>(`select * from team_members where team_uid = $1 ${bySeniority}`, teamUid),
  insert: ({ team_uid, account_uid, team_key, created_at }: TeamMember) =>
    sql.run(
      'insert into team_members (team_uid, account_uid, team_key, created_at) values ($1, $2, $3, $4)',
      ...[team_uid, account_uid, team_key, created_at],
    ),
  setKey: ({ team_uid, account_uid, team_key }: Omit<TeamMember, 'created_at'>) =>
    sql.run(
      'update team_members set team_key = $3 where team_uid = $1 and account_uid = $2',
      ...[team_uid, account_uid, team_key],
    ),
  remove: (teamUid: string, accountUid: string) =>
    sql.run(
      'delete from team_members where team_uid = $1 and account_uid = $2',
      ...[teamUid, accountUid],
    ),
  removeOfTeam: (teamUid: string) =>
    sql.run('delete from team_members where team_uid = $1', teamUid),
})
