import type { Sql } from '../sql.ts'

/** Which secret versions left in one answer: `record uid:revision`, sorted, kept once per distinct list. */
export const servedSets = (sql: Sql) => ({
  add: (hash: string, list: readonly string[]) =>
    sql.run(
      'insert into served_sets (hash, list) values ($1, $2) on conflict (hash) do nothing',
      hash,
      JSON.stringify(list),
    ),
  async find(hash: string): Promise<readonly string[] | undefined> {
    const row = await sql.get<{ list: string }>(
      'select list from served_sets where hash = $1',
      hash,
    )
    return row && (JSON.parse(row.list) as string[])
  },
})
