import { Failure } from '../../kernel/errors.ts'
import type { Sql } from '../sql.ts'
import { migrations } from './all.ts'
import type { Dialect } from './migration.ts'

const newest = migrations.at(-1)?.version ?? 0

async function versionOf(sql: Sql): Promise<number> {
  await sql.run('create table if not exists schema_version (version integer primary key)')
  const row = await sql.get<{ version: number | null }>(
    'select max(version) as version from schema_version',
  )
  return row?.version ?? 0
}

/**
 * Brings a store to the newest version, forward only; call it inside one transaction. Throws `conflict` when a newer
 * Keepwatch has written the store, and changes nothing then.
 */
export async function migrate(sql: Sql, dialect: Dialect): Promise<void> {
  const found = await versionOf(sql)
  if (found > newest)
    throw new Failure(
      'conflict',
      `the store is of version ${found}, this Keepwatch knows versions up to ${newest}: start a newer Keepwatch`,
    )
  for (const { version, statements } of migrations.filter((step) => step.version > found)) {
    for (const statement of statements(dialect)) await sql.run(statement)
    await sql.run('insert into schema_version (version) values ($1)', version)
  }
}
