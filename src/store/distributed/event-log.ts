import { Failure } from '../../kernel/errors.ts'
import { decodeFrontier, emptyFrontier, type Frontier } from '../../tlog/frontier.ts'
import { type Hash, hashBytes, hashesOf } from '../../tlog/hash.ts'
import { tileEnd, tileWidth } from '../../tlog/tile.ts'
import { followSignal } from '../follow-signal.ts'
import type { Sql } from '../sql.ts'
import type { EventLog, LogEntry } from '../store.ts'
import { partitionsOf } from './partitions.ts'

const patienceMs = 15_000
const lookAgainMs = 250

type Head = { readonly frontier: Uint8Array | null }

const frontierOf = ({ frontier }: Head): Frontier =>
  frontier ? decodeFrontier(frontier) : emptyFrontier

/**
 * Readers must see what was acknowledged, and an event is acknowledged a moment before it is sequenced. So a read that
 * looks at the end of the log waits until everything that was committed when it began has its number.
 */
function headReader(
  sql: Sql,
  { wait, hurry }: { wait(signal: AbortSignal): Promise<void>; hurry(): void },
) {
  const look = () =>
    sql.get<Head & { newest: number | null }>(
      'select (select frontier from log_head) as frontier, (select max(id) from unsequenced) as newest',
    )
  const lookBehind = (newest: number) =>
    sql.get<Head & { behind: boolean }>(
      `select (select frontier from log_head) as frontier,
        exists (select 1 from unsequenced where id <= $1) as behind`,
      newest,
    )

  async function waitFor(newest: number): Promise<Frontier> {
    const patience = AbortSignal.timeout(patienceMs)
    while (!patience.aborted) {
      const change = wait(AbortSignal.any([patience, AbortSignal.timeout(lookAgainMs)]))
      hurry()
      const found = await lookBehind(newest)
      if (found && !found.behind) return frontierOf(found)
      await change
    }
    throw new Failure('busy', 'no server gives the newest events their numbers: try again')
  }

  return async (): Promise<Frontier> => {
    const found = await look()
    if (!found) return emptyFrontier
    return found.newest === null ? frontierOf(found) : waitFor(found.newest)
  }
}

function hashReader(sql: Sql) {
  async function leafHashes(start: number, count: number): Promise<readonly Hash[]> {
    const tile = Math.floor(start / tileWidth)
    const kept = await sql.get<{ hashes: Uint8Array }>(
      'select hashes from leaf_tiles where position = $1',
      tile,
    )
    if (!kept) {
      const rows = await sql.all<{ leaf: Hash }>(
        'select leaf from events where seq >= $1 and seq < $2 order by seq',
        start,
        start + count,
      )
      return rows.map(({ leaf }) => leaf)
    }
    const from = start - tile * tileWidth
    return hashesOf(kept.hashes.subarray(from * hashBytes, (from + count) * hashBytes))
  }

  async function nodeHashes(level: number, start: number, count: number): Promise<readonly Hash[]> {
    const rows = await sql.all<{ hash: Hash }>(
      'select hash from tree where level = $1 and position >= $2 and position < $3 order by position',
      level,
      start,
      start + count,
    )
    return rows.map(({ hash }) => hash)
  }

  const read: EventLog['hashes'] = ({ level, start, count }) =>
    level === 0 ? leafHashes(start, count) : nodeHashes(level, start, count)
  return read
}

/**
 * Pages of the log. It is dense, so nearly every page has two ends, and only the parts of the table between them are looked at; without
 * the second end the database has to lock all parts that follow.
 */
function pageReader(sql: Sql) {
  const reading = (text: string) => (seq: number, end: number) =>
    sql.all<LogEntry>(`select seq, body from events where ${text}`, seq, end)
  const forward = reading('seq > $1 and seq <= $2 order by seq')
  const backward = reading('seq < $1 and seq >= $2 order by seq desc')
  return {
    dense: (seq: number, limit: number) => forward(seq, seq + limit),
    denseBefore: (seq: number, limit: number) => backward(seq, seq - limit),
    /** Also where entries are missing, which are not kept any more. */
    after: reading('seq > $1 order by seq limit $2'),
    before: reading('seq < $1 order by seq desc limit $2'),
  }
}

async function readThese(sql: Sql, seqs: readonly number[]): Promise<readonly LogEntry[]> {
  const found = await sql.all<LogEntry>(
    'select seq, body from events where seq = any($1::bigint[])',
    `{${seqs.join(',')}}`,
  )
  const bySeq = new Map(found.map((entry) => [entry.seq, entry]))
  return seqs.flatMap((seq) => bySeq.get(seq) ?? [])
}

/** The log as readers see it: sequenced rows only. `hurry` asks for what waits to be sequenced now. */
export function logReader(sql: Sql, hurry: () => void) {
  const signal = followSignal()
  let known = 0
  const head = headReader(sql, { wait: signal.wait, hurry })

  const hashes = hashReader(sql)
  const pages = pageReader(sql)

  const log: EventLog = {
    head,
    async hashes(range) {
      const found = await hashes(range)
      if (found.length === range.count) return found
      await head()
      return hashes(range)
    },
    size: async () => (await head()).size,
    async first() {
      const { size } = await head()
      const row = await sql.get<{ seq: number | null }>('select min(seq) as seq from events')
      return row?.seq ?? size
    },
    async pieceEnd(seq) {
      const parts = await partitionsOf(sql)
      const part = parts.find(({ from, before: end }) => from <= seq && seq < end)
      return part?.before ?? tileEnd(seq)
    },
    async readAfter(seq, { limit }) {
      // A full page is right whatever waits behind it.
      const page = await pages.dense(seq, limit)
      if (page.length === limit) return page
      const { size } = await head()
      const rest = await pages.dense(seq, limit)
      return rest.length >= Math.min(limit, size - 1 - seq) ? rest : pages.after(seq, limit)
    },
    async readBefore(seq, { limit }) {
      const page = await pages.denseBefore(seq, limit)
      if (page.length === limit) return page
      await head()
      return pages.before(seq, limit)
    },
    async readThese(seqs) {
      const found = await readThese(sql, seqs)
      if (found.length === seqs.length) return found
      await head()
      return readThese(sql, seqs)
    },
    async waitBeyond(seq, aborted) {
      while (known <= seq + 1 && !aborted.aborted) await signal.wait(aborted)
    },
  }
  return {
    log,
    /** The log holds so many events now. */
    grown(size: number) {
      known = Math.max(known, size)
      signal.wake()
    },
  }
}
