import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { invalid } from '../kernel/errors.ts'
import { decodeFrontier, emptyFrontier } from '../tlog/frontier.ts'
import { type Hash, hashesOf } from '../tlog/hash.ts'
import type { ReadHashes } from '../tlog/subtree.ts'
import { tileWidth } from '../tlog/tile.ts'
import { Damaged } from './damage.ts'
import type { FoundNote, HeldTile, LogSource } from './log-source.ts'

const reason = (error: unknown) => (error instanceof Error ? error.message : String(error))

/**
 * Opens the database without changing anything in its folder. While a server runs there is a write-ahead log beside it;
 * without one the file is read as it is, so that a copy on a read-only disk can be verified too.
 */
function openDatabase(folder: string): DatabaseSync {
  const file = join(folder, 'keepwatch.db')
  if (!existsSync(file))
    throw invalid(
      `there is no keepwatch.db in ${folder}: name the data folder with --data, or verify a server on PostgreSQL with --url`,
    )
  const location = pathToFileURL(file)
  if (!existsSync(`${file}-wal`)) location.searchParams.set('immutable', '1')
  try {
    const database = new DatabaseSync(location, { readOnly: true })
    database.exec('pragma trusted_schema = off; pragma cell_size_check = on; begin')
    database.exec('select 1 from events, tree, leaf_tiles, log_head, checkpoint limit 0')
    return database
  } catch (cause) {
    throw new Damaged(
      { kind: 'malformed', seq: 0, sentence: `${file} cannot be read: ${reason(cause)}` },
      { cause },
    )
  }
}

const columns = (statement: StatementSync) => {
  statement.setReturnArrays(true)
  return statement as unknown as {
    all(...values: number[]): readonly unknown[][]
    get(...values: number[]): readonly unknown[] | undefined
  }
}

/** A hash column may hold anything once somebody has edited it: what is no hash equals none. */
const hashOf = (value: unknown): Hash => (value instanceof Uint8Array ? value : new Uint8Array())

function heldTile(rows: readonly (readonly unknown[])[]): HeldTile {
  const seqs: number[] = []
  const bodies: string[] = []
  const leaves: Hash[] = []
  for (const [seq, body, leaf] of rows) {
    if (typeof body !== 'string') {
      const sentence = `Event ${seq} is not text.`
      throw new Damaged({ kind: 'malformed', seq: Number(seq), sentence })
    }
    seqs.push(Number(seq))
    bodies.push(body)
    leaves.push(hashOf(leaf))
  }
  return { seqs, bodies, leaves }
}

/** The queries of the verifier: its own, so that it shares nothing with the store that it judges. */
function queries(database: DatabaseSync) {
  const prepare = (text: string) => columns(database.prepare(text))
  const bounds = prepare('select (select min(seq) from events), (select max(seq) from events)')
  const head = prepare('select frontier from log_head')
  const note = prepare('select note from checkpoint')
  const entries = prepare(
    'select seq, body, leaf from events where seq >= ?1 and seq < ?2 order by seq',
  )
  const dropped = prepare('select hashes from leaf_tiles where position = ?1')
  const nodes = prepare(
    'select hash from tree where level = ?1 and position >= ?2 and position < ?3 order by position',
  )
  const leaves = prepare('select leaf from events where seq >= ?1 and seq < ?2 order by seq')
  const keptLeaves = (tile: number) => {
    const row = dropped.get(tile)
    return row && hashesOf(hashOf(row[0]))
  }
  const hashes: ReadHashes = async ({ level, start, count }) => {
    if (level > 0) return nodes.all(level, start, start + count).map(([hash]) => hashOf(hash))
    const kept = keptLeaves(Math.floor(start / tileWidth))
    const from = start % tileWidth
    if (kept) return kept.slice(from, from + count)
    return leaves.all(start, start + count).map(([leaf]) => hashOf(leaf))
  }
  return { bounds, head, note, entries, keptLeaves, hashes }
}

function savedHead(row: readonly unknown[] | undefined) {
  try {
    return row ? decodeFrontier(hashOf(row[0])) : emptyFrontier
  } catch (cause) {
    throw new Damaged({ kind: 'malformed', seq: 0, sentence: reason(cause) }, { cause })
  }
}

/** The anchor outside the database, read before it: then whatever it says was in the database already. */
function anchorOf(folder: string): readonly FoundNote[] {
  const file = join(folder, 'log-anchor')
  return existsSync(file)
    ? [{ from: 'the anchor log-anchor', text: readFileSync(file, 'utf8') }]
    : []
}

/** SQLite says by a code that the file itself is damaged: SQLITE_CORRUPT, SQLITE_NOTADB. */
const corrupt = [11, 26]

function* reading(work: () => Iterable<HeldTile>, position: () => number): Generator<HeldTile> {
  try {
    yield* work()
  } catch (cause) {
    const code = Number((cause as { errcode?: unknown }).errcode) & 0xff
    if (!corrupt.includes(code)) throw cause
    const sentence = `The database cannot be read from event ${position()} on: ${reason(cause)}.`
    throw new Damaged({ kind: 'malformed', seq: position(), sentence }, { cause })
  }
}

/**
 * The log in a data folder, also while a server writes to it: everything is read as it was at one moment. Close it in the
 * end. Throws `invalid` when there is no database and `Damaged` when it cannot be read.
 */
export function openDataFolder(folder: string): LogSource {
  const anchor = anchorOf(folder)
  const database = openDatabase(folder)
  const ask = queries(database)
  const [first = -1, last = -1] = (ask.bounds.get() ?? []).map((seq) => Number(seq ?? -1))
  const { size, peaks } = savedHead(ask.head.get())
  const newest = ask.note.get()?.[0]
  const end = Math.max(size, last + 1)
  let position = 0

  /** Retention drops from the beginning only: hashes without entries mean nothing behind the first entry. */
  const keptBefore = (start: number) =>
    first < 0 || start < first ? ask.keptLeaves(start / tileWidth) : undefined

  function heldAt(start: number): HeldTile | undefined {
    const rows = ask.entries.all(start, start + tileWidth)
    if (rows.length > 0) return heldTile(rows)
    const leaves = keptBefore(start)
    if (leaves) return { seqs: leaves.map((_, at) => start + at), leaves }
    return start > last ? undefined : { seqs: [], bodies: [], leaves: [] }
  }

  function* tiles(): Generator<HeldTile> {
    for (position = 0; position < end; position += tileWidth) {
      const held = heldAt(position)
      if (!held) return
      yield held
    }
  }

  return {
    notes:
      newest === undefined
        ? anchor
        : [...anchor, { from: 'the checkpoint in the database', text: String(newest) }],
    size,
    end: last + 1,
    peaks,
    shortness: 'rolled-back',
    tiles: () => reading(tiles, () => position),
    hashes: ask.hashes,
    close: () => database.close(),
  }
}
