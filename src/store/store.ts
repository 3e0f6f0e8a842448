import type { Frontier } from '../tlog/frontier.ts'
import type { ReadHashes } from '../tlog/subtree.ts'
import type { State } from './state.ts'

/** One event as the log keeps it. */
export type LogEntry = {
  /** Dense, from 0, given in the order of commits: the index of the leaf in the tree. */
  readonly seq: number
  /** Canonical JSON, written once: its UTF-8 bytes are the leaf. Personal fields hold commitments, not values. */
  readonly body: string
  /** Its leaf hash as 64 hexadecimal digits, where it was asked for and takes less to read than to compute. */
  readonly leaf?: string
}

export type Page = { readonly limit: number; readonly with?: 'leaves' }

/** The log as readers see it: committed entries only, no gaps, and everything that was acknowledged before they asked. */
export interface EventLog {
  /** How many entries are committed; the next one gets this number. */
  size(): Promise<number>
  /** The right edge of the tree over all committed entries. */
  head(): Promise<Frontier>
  /** Hashes of the tree: of leaves at level 0, also of pruned ones, and of complete tiles above. For proofs and tiles. */
  readonly hashes: ReadHashes
  /** The first entry whose bytes are still kept. */
  first(): Promise<number>
  /** Where the piece ends that holds this entry, a multiple of 256: what is dropped up to there costs next to nothing. */
  pieceEnd(seq: number): Promise<number>
  /** Entries with `seq > after`, oldest first. */
  readAfter(after: number, page: Page): Promise<readonly LogEntry[]>
  /** Entries with `seq < before`, newest first. */
  readBefore(before: number, page: Page): Promise<readonly LogEntry[]>
  /** The entries with these numbers, in this order; those that are not kept any more are left out. */
  readThese(seqs: readonly number[]): Promise<readonly LogEntry[]>
  /** Resolves once an entry with `seq > after` is committed, or when the signal aborts. */
  waitBeyond(after: number, signal: AbortSignal): Promise<void>
}

/** What a unit of work may do to the log. */
export interface LogTail {
  append(body: string): Promise<void>
  /** Drops the bytes of entries with `seq < before`, a multiple of 256. Their hashes stay, so old proofs stay valid. */
  prune(before: number): Promise<void>
}

/** A unit of work: state and events, which commit together or not at all. */
export interface Transaction extends State {
  readonly events: LogTail
}

/** How a unit stands to those that run at the same time. */
export type Turn = {
  /** Units that would be in each other's way, because they write the same row, name the same key: a server does not try them at once. */
  readonly key: string
  /**
   * It writes nothing but rows of its key and events, as a rule, and reads nothing that such units write, but for those rows: a store may
   * then commit several, of several keys, as one. Whether this one keeps to the rule the store sees for itself.
   */
  readonly joins?: true
}

/**
 * Where everything is kept. Two promises: events and state commit together or not at all, and a follower never skips.
 * The suite in test/contracts/store.test.ts runs over every implementation.
 */
export interface Store {
  /** How many servers may be over it at once. */
  readonly servers: 'one' | 'several'
  /** By which the store knows this server: another one each time that it is opened. */
  readonly uid: string
  readonly events: EventLog
  /**
   * Runs a unit of work, as if no other ran at the same time. Resolves after the commit is durable, so an answer that
   * waits for it can never be ahead of the disk. `work` may run more than once before it is committed once, so nothing
   * that it does may last but through `tx`. When it throws, its own changes and events vanish and the error is passed on;
   * its neighbours stay. Throws `busy` when the disk is full, the database is away, or nobody can know whether it committed.
   */
  transaction<Result>(work: (tx: Transaction) => Promise<Result>, turn?: Turn): Promise<Result>
  /** Reads committed state, beside whatever is being written. */
  read<Result>(work: (state: State) => Promise<Result>): Promise<Result>
  /** Gives the space of what was deleted back to the disk, and leaves no trace of it. Work goes on meanwhile. */
  compact(): Promise<void>
  close(): Promise<void>
}
