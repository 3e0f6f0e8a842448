import type { Scalar } from '../kernel/canonical-json.ts'
import type { LogEntry } from '../store/store.ts'
import { type Dictionary, dictionary } from './dictionary.ts'
import { rowsOf, type Session } from './duckdb.ts'
import { layOut } from './facts-writer.ts'
import { type Layout, uuidFields } from './layout.ts'
import { isLocked, openToRead, type Reach } from './projection-file.ts'

/** What a projection is, held against the log. `seq` is the first event in which they differ. */
export type Checked =
  | { readonly state: 'none' | 'in-use' | 'other-layout' | 'unreadable' }
  | { readonly state: 'agrees'; readonly rows: number; readonly next: number }
  | { readonly state: 'differs'; readonly seq: number }

type Reading = {
  readonly session: Session
  readonly layout: Layout
  readonly dictionary: Dictionary
}

/** The columns of rows with these numbers, as they are kept. */
async function kept(session: Session, first: number, before: number) {
  const reader = await session.runAndReadAll(
    `select * from facts where seq >= ${first} and seq < ${before} order by seq`,
  )
  return reader.getColumns().map((column) => column.map(plain))
}

const plain = (value: unknown): Scalar =>
  typeof value === 'number' || typeof value === 'string' ? value : String(value)

/** The first row in which two columns differ, or undefined. */
function difference(kept: readonly Scalar[], right: ArrayLike<Scalar>): number | undefined {
  const rows = Math.max(kept.length, right.length)
  for (let row = 0; row < rows; row++) if (kept[row] !== right[row]) return row
  return undefined
}

/** The first of these entries that is not as the log has it. */
async function firstWrong(
  entries: readonly LogEntry[],
  { session, layout, dictionary }: Reading,
): Promise<number | undefined> {
  const first = entries[0]?.seq ?? 0
  const before = (entries.at(-1)?.seq ?? 0) + 1
  const { facts, columns } = await layOut(entries, { layout, dictionary })
  const right: readonly ArrayLike<Scalar>[] = [
    facts.map(({ seq }) => String(seq)),
    facts.map(({ time }) => String(time)),
    facts.map(({ recorded }) => String(recorded)),
    ...uuidFields.map((_, at) => facts.map(({ uuids }) => uuids[at] ?? 'null')),
    ...columns,
  ]
  const found = (await kept(session, first, before)).flatMap(
    (column, at) => difference(column, right[at] ?? []) ?? [],
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
  { next }: Reach,
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
  const [[held] = [0]] = await rowsOf(reading.session, 'select count(*) from facts')
  // Rows of events that the log has dropped since go with the next question.
  return Number(held) < rows ? { state: 'differs', seq: next } : { state: 'agrees', rows, next }
}

/** Holds the projection in a folder against the entries of the log, field by field, as far as it reaches. */
export async function checkProjection(
  folder: string,
  entries: AsyncIterable<LogEntry> | Iterable<LogEntry>,
  layout: Layout,
): Promise<Checked> {
  const opened = await openToRead(folder, layout).catch((error: unknown) => {
    return isLocked(error) ? ('in-use' as const) : ('unreadable' as const)
  })
  if (opened === undefined) return { state: 'none' }
  if (typeof opened === 'string') return { state: opened }
  const { database, session, reach } = opened
  try {
    if (!reach) return { state: 'other-layout' }
    const values = await dictionary(database, layout)
    return await compare(entries, reach, { session, layout, dictionary: values })
  } finally {
    database.close()
  }
}
