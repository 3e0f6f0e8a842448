import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { keptFacts, type StoreFacts } from './facts.ts'

/** Looks at the database of a data folder, also while a server runs on it. Undefined before the first start. Throws what SQLite says. */
export async function embeddedFacts(folder: string): Promise<StoreFacts | undefined> {
  const file = join(folder, 'keepwatch.db')
  if (!existsSync(file)) return undefined
  const location = pathToFileURL(file)
  if (!existsSync(`${file}-wal`)) location.searchParams.set('immutable', '1')
  const database = new DatabaseSync(location, { readOnly: true })
  try {
    const ask = async (text: string) => database.prepare(text).all()
    const [version] = await ask('select sqlite_version() as version')
    const [mode] = await ask('pragma journal_mode')
    const tables = await ask("select 1 from sqlite_schema where name = 'schema_version'")
    return {
      engine: 'SQLite',
      version: String(version?.['version']),
      settings: { journal_mode: String(mode?.['journal_mode']) },
      ...(await keptFacts(ask, tables.length === 0)),
    }
  } finally {
    database.close()
  }
}
