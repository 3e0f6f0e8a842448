import type { LogEntry } from '../store/store.ts'
import type { Dialect } from './dialect.ts'
import { type Dictionary, dictionary } from './dictionary.ts'
import type { Cell, Engine, Session, Unread } from './engine.ts'
import { layOut } from './lay-out.ts'
import { type Layout, uuidFields } from './layout.ts'
import { columnName } from './sql-text.ts'

/** What a projection is, held against the log. `seq` is the first event in which they differ. */
export type Checked =
  | { readonly state: Unread }
  | { readonly state: 'agrees'; readonly rows: number; readonly next: number }
  | { readonly state: 'differs'; readonly seq: number }

/** What columns are read with. */
export type Reading = {
  readonly session: Session
  readonly dialect: Dialect
  readonly layout: Layout
  readonly dictionary: Dictionary
}

/** The rows of some entries as they are kept. */
async function kept(first: number, before: number, { session, dialect, layout }: Reading) {
  const names = [
    ...['seq', 'time', 'recorded'],
    ...uuidFields.map(dialect.text),
    ...layout.fields.map((_, at) => columnName(at)),
  ]
  return session.rows(
    `select ${names.join(', ')} from ${dialect.facts} where seq >= ${first} and seq < ${before} order by seq`,
  )
}

/** The first row in which two columns differ, or undefined. */
function difference(kept: readonly Cell[], right: ArrayLike<Cell>): number | undefined {
  const rows = Math.max(kept.length, right.length)
  for (let row = 0; row < rows; row++) if (kept[row] !== right[row]) return row
  return undefined
}

/** The first of these entries, one after the other in the log, whose row is not as the log has it. */
export async function firstWrong(
  entries: readonly LogEntry[],
  reading: Reading,
): Promise<number | undefined> {
  const first = entries[0]?.seq ?? 0
  const before = (entries.at(-1)?.seq ?? 0) + 1
  const { facts, columns } = await layOut(entries, reading)
  const right: readonly ArrayLike<Cell>[] = [
    facts.map(({ seq }) => seq),
    facts.map(({ time }) => time),
    facts.map(({ recorded }) => recorded),
    ...uuidFields.map((_, at) => facts.map(({ uuids }) => uuids[at] ?? null)),
    ...columns,
  ]
  const rows = await kept(first, before, reading)
  const found = right.flatMap(
    (column, at) =>
      difference(
        rows.map((row) => row[at] ?? null),
        column,
      ) ?? [],
  )
  if (found.length === 0) return undefined
  return entries[Math.min(...found)]?.seq ?? first
}

const atOnce = 2_048

/** Entries in larger pages. */
async function* pages(entries: AsyncIterable<LogEntry> | Iterable<LogEntry>) {
  let page: LogEntry[] = []
  for await (const entry of entries) {
    page.push(entry)
    if (page.length < atOnce) continue
    yield page
    page = []
  }
  if (page.length > 0) yield page
}

async function compare(
  entries: AsyncIterable<LogEntry> | Iterable<LogEntry>,
  next: number,
  reading: Reading,
): Promise<Checked> {
  let rows = 0
  for await (const page of pages(entries)) {
    const covered = page.filter(({ seq }) => seq < next)
    if (covered.length === 0) break
    const seq = await firstWrong(covered, reading)
    if (seq !== undefined) return { state: 'differs', seq }
    rows += covered.length
  }
  const { session, dialect } = reading
  const [[held] = [0]] = await session.rows(`select count(*) from ${dialect.facts}`)
  // Rows of events that the log has dropped since go with the next question.
  return Number(held) < rows ? { state: 'differs', seq: next } : { state: 'agrees', rows, next }
}

/** Holds a projection against the entries of the log, field by field, as far as it reaches. */
export async function checkProjection(
  engine: Engine,
  entries: AsyncIterable<LogEntry> | Iterable<LogEntry>,
  layout: Layout,
): Promise<Checked> {
  const opened = await engine.openToRead(layout)
  if (typeof opened === 'string') return { state: opened }
  const { database, next } = opened
  try {
    const session = await database.connect()
    const values = await dictionary(database, layout)
    const { dialect } = database
    return await compare(entries, next, { session, dialect, layout, dictionary: values })
  } finally {
    database.close()
  }
}
