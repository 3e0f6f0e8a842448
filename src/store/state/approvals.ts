import type { Sql } from '../sql.ts'

/** Something that somebody has asked to do, for a second person to decide on. It goes when it was done, or its time is over. */
export type Approval = {
  readonly approval_uid: string
  /** The name of the action. */
  readonly action: string
  /** SHA-256 of the input with this UID before it: what is done later is what was asked. */
  readonly digest: string
  /** What of the input the second person sees, as JSON. */
  readonly shown: string
  readonly asked_by: string
  readonly asked_at: number
  readonly expires_at: number
  readonly state: 'asked' | 'approved' | 'refused'
  readonly decided_by: string | null
  readonly decided_at: number | null
}

type Decision = Pick<Approval, 'approval_uid' | 'state'> & {
  readonly decided_by: string
  readonly decided_at: number
}

export const approvals = (sql: Sql) => ({
  find: (uid: string) => sql.get<Approval>('select * from approvals where approval_uid = $1', uid),
  list: () => sql.all<Approval>('select * from approvals order by asked_at, approval_uid'),
  /** What somebody has asked for and may still do, or be allowed to. */
  openOf: (accountUid: string, now: number) =>
    sql.all<Approval>(
      `select * from approvals where asked_by = $1 and expires_at > $2 and state <> 'refused'
        order by asked_at, approval_uid`,
      accountUid,
      now,
    ),
  insert: (one: Omit<Approval, 'state' | 'decided_by' | 'decided_at'>) =>
    sql.run(
      `insert into approvals (approval_uid, action, digest, shown, asked_by, asked_at, expires_at, state)
        values ($1, $2, $3, $4, $5, $6, $7, 'asked')`,
      ...[one.approval_uid, one.action, one.digest, one.shown],
      ...[one.asked_by, one.asked_at, one.expires_at],
    ),
  /** False when it was decided before. */
  async decide({ approval_uid, state, decided_by, decided_at }: Decision): Promise<boolean> {
    const decided = await sql.run(
      `update approvals set state = $2, decided_by = $3, decided_at = $4
        where approval_uid = $1 and state = 'asked'`,
      ...[approval_uid, state, decided_by, decided_at],
    )
    return decided === 1
  },
  /** Uses it up: false when it is not approved, or was used before. */
  async spend(uid: string): Promise<boolean> {
    const text = `delete from approvals where approval_uid = $1 and state = 'approved'`
    return (await sql.run(text, uid)) === 1
  },
  remove: (uid: string) => sql.run('delete from approvals where approval_uid = $1', uid),
  removeOf: (accountUid: string) =>
    sql.run('delete from approvals where asked_by = $1', accountUid),
  listExpired: (now: number, most: number) =>
    sql.all<Approval>(
      'select * from approvals where expires_at <= $1 order by expires_at, approval_uid limit $2',
      now,
      most,
    ),
})
