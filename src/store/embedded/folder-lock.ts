import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { conflict } from '../../kernel/errors.ts'

/**
 * Keeps a data folder to one server: an exclusive lock on a small file of its own, which the kernel lets go when the
 * process ends, however it ends. Throws `conflict` when another server has it. Returns how to let it go.
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const database = new DatabaseSync(join(folder, 'keepwatch.lock'))
  try {
    database.exec('pragma locking_mode = exclusive; begin exclusive')
  } catch {
    database.close()
    throw conflict(
      `another server is using the data folder ${folder}: stop it first, or name another folder`,
    )
  }
  return () => database.close()
}
