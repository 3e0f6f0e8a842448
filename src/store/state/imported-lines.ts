import { createHash } from 'node:crypto'
import type { Sql } from '../sql.ts'

const markBytes = 16
/** Enough of a batch's UID to tell it from the one before. */
const batchCharacters = 8

/** A line of a source, as it stood there. `batch` is one reading of one file. */
export type ImportedLine = {
  readonly source: string
  readonly text: string
  readonly batch: string
}

type Row = { readonly kept: number; readonly batch: string; readonly seen: number }

const markOf = ({ source, text }: ImportedLine) =>
  createHash('sha256').update(source).update('\0').update(text).digest().subarray(0, markBytes)

/**
 * Which lines of other logs are in ours: 16 bytes of a hash for each distinct line, found by primary key. A log may hold the
 * same line twice, for two things in one second; so it is counted how often a line has come in this batch and how often it
 * was kept, and the n-th is new when fewer than n were kept.
 */
export const importedLines = (sql: Sql) => ({
  /** True when the line is to be kept, false when it was kept before. */
  async add(line: ImportedLine): Promise<boolean> {
    const mark = markOf(line)
    const batch = line.batch.slice(0, batchCharacters)
    const inserted = await sql.run(
      `insert into imported_lines (mark, kept, batch, seen) values ($1, 1, $2, 1)
        on conflict (mark) do nothing`,
      mark,
      batch,
    )
    if (inserted === 1) return true
    const row = await sql.get<Row>(
      'select kept, batch, seen from imported_lines where mark = $1',
      mark,
    )
    const before = row?.batch === batch ? row.seen : 0
    const isNew = before >= (row?.kept ?? 0)
    await sql.run(
      'update imported_lines set kept = $2, batch = $3, seen = $4 where mark = $1',
      mark,
      Math.max(row?.kept ?? 0, before + 1),
      batch,
      before + 1,
    )
    return isNew
  },
})
