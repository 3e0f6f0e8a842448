import {
  appendLeaves,
  decodeFrontier,
  emptyFrontier,
  encodeFrontier,
  type Frontier,
} from '../../tlog/frontier.ts'
import { type Hash, hashBytes, hashesOf } from '../../tlog/hash.ts'
import { leafHasher } from '../../tlog/leaf-hasher.ts'
import { tileEnd, tileWidth } from '../../tlog/tile.ts'
import { followSignal } from '../follow-signal.ts'
import type { EventLog, LogEntry } from '../store.ts'
import type { Connection } from './connection.ts'

/** Events of the batch that is being built: kept in memory, and written in one go before its commit. */
export function logWriter({ prepare }: Connection) {
  const insertEvent = prepare('insert into events (seq, body, leaf) values ($1, $2, $3)')
  const insertNode = prepare('insert into tree (level, position, hash) values ($1, $2, $3)')
  const saveHead = prepare(
    'insert into log_head (id, frontier) values (1, $1) on conflict (id) do update set frontier = excluded.frontier',
  )
  const head = prepare('select frontier from log_head').get() as
    | { frontier: Uint8Array }
    | undefined
  let committed = head ? decodeFrontier(head.frontier) : emptyFrontier
  let growing = committed
  const pending: string[] = []
  const hashed = leafHasher()

  return {
    head: () => committed,
    append: (body: string) => pending.push(body),
    /** A place to come back to when a unit fails. */
    mark: () => pending.length,
    backTo: (mark: number) => {
      pending.length = mark
    },
    /** Writes the batch: rows, tree and frontier. */
    seal() {
      if (pending.length === 0) return
      const leaves = hashed(pending, (leaf, at) =>
        insertEvent.run(committed.size + at, pending[at] as string, leaf),
      )
      const { frontier, closed } = appendLeaves(committed, leaves)
      for (const { level, index, hash } of closed) insertNode.run(level, index, hash)
      saveHead.run(encodeFrontier(frontier))
      growing = frontier
      pending.length = 0
    },
    commit: () => {
      committed = growing
    },
    abandon: () => {
      growing = committed
      pending.length = 0
    },
  }
}

/** Drops the bytes of old entries, a tile at a time, and keeps their leaf hashes. */
export function logPruner({ prepare }: Connection) {
  const first = prepare('select min(seq) as seq from events')
  const leaves = prepare('select leaf from events where seq >= $1 and seq < $2 order by seq')
  const keep = prepare('insert into leaf_tiles (position, hashes) values ($1, $2)')
  const drop = prepare('delete from events where seq >= $1 and seq < $2')

  return (before: number) => {
    const { seq: start } = first.get() as { seq: number | null }
    for (let from = start ?? before; from + tileWidth <= before; from += tileWidth) {
      const rows = leaves.all(from, from + tileWidth) as { leaf: Uint8Array }[]
      keep.run(from / tileWidth, Buffer.concat(rows.map(({ leaf }) => leaf)))
      drop.run(from, from + tileWidth)
    }
  }
}

type Row = readonly [seq: number, body: string, leaf: string]

/** SQLite's rows as objects are dictionaries: they cost twice as much as this to make, and more wherever they are read. */
const entryOf = ([seq, body]: Row): LogEntry => ({ seq, body })
const entryWithLeaf = ([seq, body, leaf]: Row): LogEntry => ({ seq, body, leaf })

/** The log as readers see it: what is on the disk, of what the connection sees as committed. */
export function logReader({ prepare }: Connection, head: () => Frontier) {
  const signal = followSignal()
  const size = () => head().size

  const rowsOf = (text: string) => {
    const found = prepare(text)
    found.setReturnArrays(true)
    return (...values: readonly number[]) => found.all(...values) as unknown as Row[]
  }
  const entriesBy = (which: string) => {
    const rows = rowsOf(`select seq, body from events ${which}`)
    return (...values: readonly number[]): LogEntry[] => rows(...values).map(entryOf)
  }
  const behind = 'where seq > $1 and seq < $2 order by seq limit $3'
  const after = entriesBy(behind)
  const withLeaves = rowsOf(`select seq, body, lower(hex(leaf)) from events ${behind}`)
  const before = entriesBy('where seq < $1 order by seq desc limit $2')
  const one = entriesBy('where seq = $1')
  const first = prepare('select min(seq) as seq from events')
  const nodes = prepare(
    'select hash from tree where level = $1 and position >= $2 and position < $3 order by position',
  )
  const leaves = prepare(
    'select leaf as hash from events where seq >= $1 and seq < $2 order by seq',
  )
  const pruned = prepare('select hashes from leaf_tiles where position = $1')

  function leafHashes(start: number, count: number): readonly Hash[] {
    const tile = Math.floor(start / tileWidth)
    const kept = pruned.get(tile) as { hashes: Uint8Array } | undefined
    if (!kept) return (leaves.all(start, start + count) as { hash: Hash }[]).map(({ hash }) => hash)
    const from = start - tile * tileWidth
    return hashesOf(kept.hashes.subarray(from * hashBytes, (from + count) * hashBytes))
  }

  const log: EventLog = {
    size: async () => size(),
    head: async () => head(),
    first: async () => (first.get() as { seq: number | null }).seq ?? size(),
    pieceEnd: async (seq) => tileEnd(seq),
    hashes: async ({ level, start, count }) =>
      level === 0
        ? leafHashes(start, count)
        : (nodes.all(level, start, start + count) as { hash: Hash }[]).map(({ hash }) => hash),
    readAfter: async (seq, page) =>
      page.with === 'leaves'
        ? withLeaves(seq, size(), page.limit).map(entryWithLeaf)
        : after(seq, size(), page.limit),
    readBefore: async (seq, { limit }) => before(Math.min(seq, size()), limit),
    readThese: async (seqs) => seqs.filter((seq) => seq < size()).flatMap((seq) => one(seq)),
    async waitBeyond(seq, aborted) {
      while (size() <= seq + 1 && !aborted.aborted) await signal.wait(aborted)
    },
  }
  return { log, wake: signal.wake }
}
