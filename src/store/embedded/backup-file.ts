import { backup, DatabaseSync } from 'node:sqlite'
import { invalid } from '../../kernel/errors.ts'

/** A file that a backup carries beside the database, such as a key: its path below the data folder, and its mode. */
export type CarriedFile = {
  readonly name: string
  readonly mode: number
  readonly bytes: Uint8Array
}

/** Told how far long work is. */
export type Progress = (done: number, of: number) => void

const pagesAtOnce = 4_096

/**
 * Copies a database (the file may be written to by a server meanwhile) into a new file, as it is at one moment: the copy
 * reads inside one transaction, which a write-ahead log lets it do without anybody waiting.
 */
export async function copyDatabase(from: string, to: string, progress?: Progress): Promise<void> {
  const database = new DatabaseSync(from, { readOnly: true })
  try {
    database.exec('pragma busy_timeout = 5000; begin')
    database.prepare('select count(*) from sqlite_schema').get()
    await backup(database, to, {
      rate: pagesAtOnce,
      progress: ({ totalPages, remainingPages }) =>
        progress?.(totalPages - remainingPages, totalPages),
    })
  } finally {
    database.close()
  }
}

function onFile<Result>(file: string, work: (database: DatabaseSync) => Result): Result {
  const database = new DatabaseSync(file)
  try {
    return work(database)
  } finally {
    database.close()
  }
}

/** Puts files into a copy, so that a backup is one file. */
export const packFiles = (copy: string, files: readonly CarriedFile[]): void =>
  onFile(copy, (database) => {
    // Without a write-ahead log the one file is everything.
    database.exec('pragma journal_mode = delete; pragma synchronous = full; begin')
    database.exec('create table backup_files (name text primary key, mode integer, bytes blob)')
    const insert = database.prepare('insert into backup_files values (?, ?, ?)')
    for (const { name, mode, bytes } of files) insert.run(name, mode, bytes)
    database.exec('commit')
  })

/**
 * Takes the files out of a copy of a backup; what is left is the database alone, with no trace of a key in it. Throws
 * `invalid` when it is no backup.
 */
export function unpackFiles(copy: string): readonly CarriedFile[] {
  try {
    return onFile(copy, (database) => {
      database.exec('pragma trusted_schema = off; pragma secure_delete = on')
      const files = database.prepare('select name, mode, bytes from backup_files').all()
      database.exec('drop table backup_files')
      return files as unknown as readonly CarriedFile[]
    })
  } catch (cause) {
    throw invalid('this is not a backup of Keepwatch: name a file that `keepwatch backup` wrote', {
      cause,
    })
  }
}
