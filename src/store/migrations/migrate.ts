import { Failure } from '../../kernel/errors.ts'
import type { Sql } from '../sql.ts'
import { migrations } from './all.ts'
import type { Dialect } from './migration.ts'

const newest = migrations.at(-1)?.version ?? 0

/** The versions that the store has: a set, because numbers are given to subjects and may land in any order. */
async function versionsOf(sql: Sql): Promise<ReadonlySet<number>> {
  await sql.run('create table if not exists schema_version (version integer primary key)')
  const rows = await sql.all<{ version: number }>('select version from schema_version')
  return new Set(rows.map(({ version }) => version))
}

/**
 * Brings a store to the newest version, forward only; call it inside one transaction. Throws `conflict` when a newer
 * Keepwatch has written the store, and changes nothing then.
 */
export async function migrate(sql: Sql, dialect: Dialect): Promise<void> {
  const found = await versionsOf(sql)
  const known = new Set(migrations.map(({ version }) => version))
  const newer = [...found].find((version) => !known.has(version))
  if (newer !== undefined)
    throw new Failure(
      'conflict',
      `the store is of version ${Math.max(...found)}, this Keepwatch knows versions up to ${newest}: start a newer Keepwatch`,
    )
  for (const { version, statements } of migrations.filter((step) => !found.has(step.version))) {
    for (const statement of statements(dialect)) await sql.run(statement)
    await sql.run('insert into schema_version (version) values ($1)', version)
  }
}
