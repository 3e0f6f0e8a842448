import { DatabaseSync } from 'node:sqlite'
import { conflict, Failure } from '../../kernel/errors.ts'
import type { Blobs } from '../blobs.ts'
import { counted } from '../counted.ts'
import { partsOf } from '../parts.ts'

/** What a copied database says that the files of its records hold. */
type Named = { readonly blob: string; readonly size: number; readonly sha256: string }

/** One row of a backup holds so much of a file: SQLite takes a gigabyte, memory should not have to. */
const partBytes = 4 * 1024 * 1024

const allNamed = `select blob, size, sha256 from files
  union all select thumbnail_blob, thumbnail_size, thumbnail_sha256 from files where thumbnail_blob is not null`

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

function demandHash(found: string, { blob, sha256 }: Named): void {
  if (found !== sha256)
    throw new Failure('unproven', `the file in blob ${blob} is not the one that was stored`)
}

const unread = ({ blob }: Named, why: string, cause?: unknown) =>
  conflict(
    `blob ${blob} cannot be read: ${why}. If its file was deleted just now, make the backup again`,
    { cause },
  )

async function packOne(
  named: Named,
  from: Pick<Blobs, 'open'>,
  put: (part: number, bytes: Uint8Array) => void,
) {
  const opened = await from.open(named.blob).catch((error: Error) => {
    throw unread(named, error.message, error)
  })
  if (!opened) throw unread(named, 'it is not there')
  const { chunks, facts } = counted(opened.chunks, Number.POSITIVE_INFINITY)
  let part = 0
  for await (const { bytes } of partsOf(chunks, partBytes)) put(part++, bytes)
  demandHash(facts().sha256, named)
}

/**
 * Puts the files that the copy's records have into it, from where they lie, each held against its hash. Throws `conflict`
 * when one is missing or cannot be fetched, and `unproven` when one is damaged.
 */
export const packBlobs = (copy: string, from: Pick<Blobs, 'open'>): Promise<void> =>
  onDatabase(copy, async (database) => {
    database.exec(
      'begin; create table backup_blobs (blob text, part integer, bytes blob, primary key (blob, part))',
    )
    const insert = database.prepare('insert into backup_blobs values (?, ?, ?)')
    for (const named of namedIn(database))
      await packOne(named, from, (part, bytes) => insert.run(named.blob, part, bytes))
    database.exec('commit')
  })

type Parts = Iterable<{ readonly bytes: Uint8Array }>

async function* bytesOf(parts: Parts) {
  for (const { bytes } of parts) yield bytes
}

async function unpackOne(named: Named, to: Pick<Blobs, 'receive'>, parts: Parts) {
  const draft = await to.receive(bytesOf(parts), named.size, named.blob)
  try {
    demandHash(draft.sha256, named)
  } catch (error) {
    await draft.discard()
    throw error
  }
  await draft.keep()
}

/** Takes the files out of a copy of a backup and puts them where files lie now. Throws `unproven` when one is damaged. */
export const unpackBlobs = (copy: string, to: Pick<Blobs, 'receive'>): Promise<void> =>
  onDatabase(copy, async (database) => {
    if (!hasTable(database, 'backup_blobs')) return
    const parts = database.prepare('select bytes from backup_blobs where blob = ? order by part')
    for (const named of namedIn(database))
      await unpackOne(named, to, parts.iterate(named.blob) as Parts)
    database.exec('drop table backup_blobs')
  })
