import type { Flag, Sql } from '../sql.ts'

/** That a team may open a shared folder with all that lies in it. */
export type TeamGrant = {
  readonly folder_uid: string
  readonly team_uid: string
  /** The folder's key, wrapped to the team's public key. */
  readonly folder_key: string
  /** Whether they may change what lies in it. */
  readonly editable: Flag
  readonly created_at: number
}

const reached = `select team_grants.* from team_grants join team_members on team_members.team_uid = team_grants.team_uid
  where account_uid = $1`

export const teamGrants = (sql: Sql) => ({
  find: (folderUid: string, teamUid: string) =>
    sql.get<TeamGrant>(
      'select * from team_grants where folder_uid = $1 and team_uid = $2',
      ...[folderUid, teamUid],
    ),
  /** What somebody reaches by the teams that they are in. */
  reachedBy: (accountUid: string) =>
    sql.all<TeamGrant>(
      `${reached} order by team_grants.created_at, folder_uid, team_grants.team_uid`,
      accountUid,
    ),
  reachedIn: (accountUid: string, folderUid: string) =>
    sql.all<TeamGrant>(`${reached} and folder_uid = $2`, accountUid, folderUid),
  listOfFolder: (folderUid: string) =>
    sql.all<TeamGrant>(
      'select * from team_grants where folder_uid = $1 order by created_at, team_uid',
      folderUid,
    ),
  listOfTeam: (teamUid: string) =>
    sql.all<TeamGrant>(
      'select * from team_grants where team_uid = $1 order by created_at, folder_uid',
      teamUid,
    ),
  insert: ({ folder_uid, team_uid, folder_key, editable, created_at }: TeamGrant) =>
    sql.run(
      `insert into team_grants (folder_uid, team_uid, folder_key, editable, created_at)
        values ($1, $2, $3, $4, $5)`,
      ...[folder_uid, team_uid, folder_key, editable, created_at],
    ),
  setEditable: (folderUid: string, teamUid: string, editable: Flag) =>
    sql.run(
      'update team_grants set editable = $3 where folder_uid = $1 and team_uid = $2',
      ...[folderUid, teamUid, editable],
    ),
  setKey: (folderUid: string, teamUid: string, folderKey: string) =>
    sql.run(
      'update team_grants set folder_key = $3 where folder_uid = $1 and team_uid = $2',
      ...[folderUid, teamUid, folderKey],
    ),
  remove: (folderUid: string, teamUid: string) =>
    sql.run(
      'delete from team_grants where folder_uid = $1 and team_uid = $2',
      ...[folderUid, teamUid],
    ),
  removeOfFolder: (folderUid: string) =>
    sql.run('delete from team_grants where folder_uid = $1', folderUid),
  removeOfTeam: (teamUid: string) =>
    sql.run('delete from team_grants where team_uid = $1', teamUid),
})
