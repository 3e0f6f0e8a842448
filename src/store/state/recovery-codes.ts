import type { Sql } from '../sql.ts'

/** Codes that stand in for a second factor that is lost, each once. Only hashes are kept. */
export const recoveryCodes = (sql: Sql) => ({
  async countOf(accountUid: string): Promise<number> {
    const text = 'select count(*) as n from recovery_codes where account_uid = $1'
    return Number((await sql.get<{ n: number }>(text, accountUid))?.n ?? 0)
  },
  insert: (accountUid: string, codeHash: string, at: number) =>
    sql.run(
      'insert into recovery_codes (account_uid, code_hash, created_at) values ($1, $2, $3)',
      ...[accountUid, codeHash, at],
    ),
  /** Uses a code up; false when there is none such. */
  async spend(accountUid: string, codeHash: string): Promise<boolean> {
    const text = 'delete from recovery_codes where account_uid = $1 and code_hash = $2'
    return (await sql.run(text, accountUid, codeHash)) === 1
  },
  removeOf: (accountUid: string) =>
    sql.run('delete from recovery_codes where account_uid = $1', accountUid),
})
