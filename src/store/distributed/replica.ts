import type { EventLog, LogEntry } from '../store.ts'
import { checkedUrl, nameOf, readingPool } from './connections.ts'
import { type Relying, reliance } from './reliance.ts'
import { type ReplicaRows, replicaRows } from './replica-rows.ts'

/** Few read reports at a time, and a replica that does not answer must keep nobody for long. In seconds. */
const limits = { connections: 5, statement: 10, lock: 10, connect: 3 } as const

export type ReplicaOptions = Relying & { readonly url: string }

/**
 * The log as reports read it: what there is says the primary, so that whoever has written something finds it; the entries come from the
 * replica as soon as it has them, and from the primary when that takes too long.
 */
function replicaLog(rows: ReplicaRows, options: ReplicaOptions) {
  const { primary } = options
  const { begin, reaches, read } = reliance(rows, options)

  type Entries = readonly LogEntry[]
  type Asked = {
    look(): Promise<Entries>
    /** Whether nothing can be missing, wherever the log ends. */
    isWhole(found: Entries): boolean
    /** How far the replica must be if something may be: events, of so many that there are. */
    needs(size: number): number
  }

  async function whole({ look, isWhole, needs }: Asked): Promise<Entries | undefined> {
    const found = await look()
    if (isWhole(found)) return found
    return (await reaches(needs(await primary.size()))) ? look() : undefined
  }

  const log: EventLog = {
    ...primary,
    readAfter: (seq, page) =>
      read(
        () =>
          whole({
            look: () => rows.after(seq, page.limit),
            isWhole: (found) => found.length === page.limit,
            needs: (size) => size,
          }),
        () => primary.readAfter(seq, page),
      ),
    readBefore: (seq, page) =>
      read(
        () =>
          whole({
            look: () => rows.before(seq, page.limit),
            isWhole: ([first]) => first?.seq === seq - 1,
            needs: (size) => Math.min(size, seq),
          }),
        () => primary.readBefore(seq, page),
      ),
    readThese: (seqs) =>
      read(
        () =>
          whole({
            look: () => rows.these(seqs),
            isWhole: (found) => found.length === seqs.length,
            needs: (size) => Math.min(size, Math.max(...seqs) + 1),
          }),
        () => primary.readThese(seqs),
      ),
  }
  return { log, begin }
}

/**
 * Opens a replica for reports. One that is away, or behind, is waited for while the primary is read. Throws `invalid` when it is no
 * standby, and `conflict` when it is one of another installation.
 */
export async function openReplica(options: ReplicaOptions) {
  const url = checkedUrl(options.url)
  const pool = readingPool(options.url, limits)
  const { log, begin } = replicaLog(replicaRows(pool, nameOf(url)), options)
  try {
    await begin()
  } catch (error) {
    await pool.end()
    throw error
  }
  return { events: log, close: () => pool.end() }
}
