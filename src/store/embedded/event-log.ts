import { appendLeaves, decodeFrontier, emptyFrontier, encodeFrontier } from '../../tlog/frontier.ts'
import { leafHash } from '../../tlog/hash.ts'
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

  return {
    size: () => committed.size,
    append: (body: string) => pending.push(body),
    /** A place to come back to when a unit fails. */
    mark: () => pending.length,
    backTo: (mark: number) => {
      pending.length = mark
    },
    /** Writes the batch: rows, tree and frontier. */
    seal() {
      if (pending.length === 0) return
      const leaves = pending.map(leafHash)
      const { frontier, closed } = appendLeaves(committed, leaves)
      for (const [at, body] of pending.entries())
        insertEvent.run(committed.size + at, body, leaves[at] ?? null)
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

/** The log as readers see it, over a connection that sees only what is committed. */
export function logReader({ prepare }: Connection, size: () => number) {
  const signal = followSignal()
  const after = prepare('select seq, body from events where seq > $1 order by seq limit $2')
  const before = prepare('select seq, body from events where seq < $1 order by seq desc limit $2')

  const log: EventLog = {
    size: async () => size(),
    readAfter: async (seq, { limit }) => after.all(seq, limit) as LogEntry[],
    readBefore: async (seq, { limit }) => before.all(seq, limit) as LogEntry[],
    async waitBeyond(seq, aborted) {
      while (size() <= seq + 1 && !aborted.aborted) await signal.wait(aborted)
    },
  }
  return { log, wake: signal.wake }
}
