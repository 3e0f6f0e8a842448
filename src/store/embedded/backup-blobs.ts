import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { conflict, Failure } from '../../kernel/errors.ts'
import { blobPath } from '../folder-blobs.ts'

/** What a copied database says that the files of its records hold. */
type Named = { readonly blob: string; readonly sha256: string }

/** One row of a backup holds so much of a file: SQLite takes a gigabyte, memory should not have to. */
const partBytes = 4 * 1024 * 1024

const allNamed = `select blob, sha256 from files
  union all select thumbnail_blob, thumbnail_sha256 from files where thumbnail_blob is not null`

const hasTable = (database: DatabaseSync, name: string) =>
  database.prepare('select 1 from sqlite_schema where name = ?').get(name) !== undefined

/** A folder that an older Keepwatch wrote last has no files yet. */
const namedIn = (database: DatabaseSync): readonly Named[] =>
  hasTable(database, 'files') ? (database.prepare(allNamed).all() as unknown as Named[]) : []

async function onDatabase<Result>(
  file: string,
  work: (database: DatabaseSync) => Promise<Result>,
): Promise<Result> {
  const database = new DatabaseSync(file)
  try {
    return await work(database)
  } finally {
    database.close()
  }
}

function demandHash(hash: Hash, { blob, sha256 }: Named): void {
  if (hash.digest('base64url') !== sha256)
    throw new Failure('unproven', `the file in blob ${blob} is not the one that was stored`)
}

const unread = ({ blob }: Named, cause: unknown) =>
  conflict(
    `blob ${blob} cannot be read: ${(cause as Error).message}. If its file was deleted just now, make the backup again`,
  )

async function packOne(named: Named, from: string, put: (part: number, bytes: Buffer) => void) {
  const hash = createHash('sha256')
  let part = 0
  const chunks = createReadStream(join(from, blobPath(named.blob)), { highWaterMark: partBytes })
  try {
    for await (const bytes of chunks) {
      hash.update(bytes)
      put(part++, bytes)
    }
  } catch (error) {
    throw unread(named, error)
  }
  demandHash(hash, named)
}

/**
 * Puts the files that the copy's records have into it, from the folder that they lie in, each held against its hash. Throws
 * `conflict` when one is missing and `unproven` when one is damaged.
 */
export const packBlobs = (copy: string, from: string): Promise<void> =>
  onDatabase(copy, async (database) => {
    database.exec(
      'begin; create table backup_blobs (blob text, part integer, bytes blob, primary key (blob, part))',
    )
    const insert = database.prepare('insert into backup_blobs values (?, ?, ?)')
    for (const named of namedIn(database))
      await packOne(named, from, (part, bytes) => insert.run(named.blob, part, bytes))
    database.exec('commit')
  })

async function unpackOne(named: Named, to: string, parts: Iterable<{ bytes: Uint8Array }>) {
  const place = join(to, blobPath(named.blob))
  await mkdir(dirname(place), { recursive: true, mode: 0o700 })
  const handle = await open(place, 'wx', 0o600)
  const hash = createHash('sha256')
  try {
    for (const { bytes } of parts) {
      hash.update(bytes)
      await handle.writeFile(bytes)
    }
    await handle.sync()
  } finally {
    await handle.close()
  }
  demandHash(hash, named)
}

/** Takes the files out of a copy of a backup and puts them into a folder. Throws `unproven` when one is damaged. */
export const unpackBlobs = (copy: string, to: string): Promise<void> =>
  onDatabase(copy, async (database) => {
    if (!hasTable(database, 'backup_blobs')) return
    const parts = database.prepare('select bytes from backup_blobs where blob = ? order by part')
    for (const named of namedIn(database))
      await unpackOne(named, to, parts.iterate(named.blob) as Iterable<{ bytes: Uint8Array }>)
    database.exec('drop table backup_blobs')
  })
