import { decodeFrontier } from '../../tlog/frontier.ts'
import { migrations } from '../migrations/all.ts'

/** A target of exports, as far as it is a matter of how a deployment does. */
export type TargetFacts = {
  readonly name: string
  readonly status: string
  readonly trouble: string | null
  readonly lag_events: number
  readonly dead_letters: number
}

/** What a database says of itself, looked at without changing anything in it. */
export type StoreFacts = {
  readonly engine: 'SQLite' | 'PostgreSQL'
  readonly version: string
  /** What it is set to, by the names that it has for that. */
  readonly settings: Readonly<Record<string, string>>
  /** What its clock shows, where it has one of its own. */
  readonly now?: Date
  /** Migrations that it lacks, and those that this Keepwatch does not know. */
  readonly missing: readonly number[]
  readonly unknown: readonly number[]
  readonly events: number
  /** How many of them the newest checkpoint covers. */
  readonly signed: number
  readonly targets: readonly TargetFacts[]
}

type Row = Readonly<Record<string, unknown>>

/** Asks a statement that both engines understand. */
export type Ask = (text: string) => Promise<readonly Row[]>

const targetRows = `select name, status, trouble,
  (select count(*) from dead_letters where dead_letters.target_uid = targets.target_uid) as dead_letters,
  coalesce((select seq from cursors where cursors.name = 'target ' || target_uid), -1) as position
  from targets order by name`

const targetOf = (row: Row, events: number): TargetFacts => ({
  name: String(row['name']),
  status: String(row['status']),
  trouble: row['trouble'] === null ? null : String(row['trouble']),
  lag_events: Math.max(0, events - 1 - Number(row['position'])),
  dead_letters: Number(row['dead_letters']),
})

type Kept = Pick<StoreFacts, 'missing' | 'unknown' | 'events' | 'signed' | 'targets'>

const nothing: Kept = {
  missing: migrations.map(({ version }) => version),
  ...{ unknown: [], events: 0, signed: 0, targets: [] },
}

/** What is kept there. `isEmpty`: nobody has made a table yet. */
export async function keptFacts(ask: Ask, isEmpty: boolean): Promise<Kept> {
  if (isEmpty) return nothing
  const rows = await ask('select version from schema_version')
  const found = new Set(rows.map(({ version }) => Number(version)))
  const known = new Set(migrations.map(({ version }) => version))
  const missing = [...known].filter((version) => !found.has(version))
  const unknown = [...found].filter((version) => !known.has(version))
  // Tables of another version may have other columns.
  if (missing.length > 0 || unknown.length > 0) return { ...nothing, missing, unknown }
  const [head] = await ask('select frontier from log_head')
  const events = head ? decodeFrontier(head['frontier'] as Uint8Array).size : 0
  const [checkpoint] = await ask('select size from checkpoint')
  const targets = await ask(targetRows)
  return {
    ...{ missing, unknown, events, signed: Number(checkpoint?.['size'] ?? 0) },
    targets: targets.map((row) => targetOf(row, events)),
  }
}
