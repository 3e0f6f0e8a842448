import type { Hash } from '../tlog/hash.ts'
import type { ReadHashes } from '../tlog/subtree.ts'

/** A signed checkpoint, and where it was found, for sentences: "the anchor", "old.note". */
export type FoundNote = { readonly from: string; readonly text: string }

/**
 * What a source holds of up to 256 entries that belong side by side, in the order in which it holds them. The three lists
 * run in parallel.
 */
export type HeldTile = {
  readonly seqs: readonly number[]
  /** The bytes of the entries; absent when retention has dropped them and only their hashes are left. */
  readonly bodies?: readonly string[]
  /** The leaf hashes that are kept beside the entries; none in an export. */
  readonly leaves: readonly Hash[]
}

/** A log as somebody holds it: a data folder, the tiles of a server, exported files. */
export type LogSource = {
  /** Checkpoints that lie beside the entries. */
  readonly notes: readonly FoundNote[]
  /** How many entries it says that there are; an export does not say. */
  readonly size?: number
  /** The place behind the last entry that it holds, where it can tell. */
  readonly end?: number
  /** The right edge of its tree (`Frontier`), if it keeps one. */
  readonly peaks?: readonly Hash[]
  /** Whether a log that ends too early was put back, or was only handed out in part. */
  readonly shortness: 'rolled-back' | 'truncated'
  tiles(): AsyncIterable<HeldTile> | Iterable<HeldTile>
  /** The hashes that it keeps: fewer than asked for when some are missing. */
  readonly hashes?: ReadHashes
  /** The hash of the first entry with that number, wherever it lies: for an export, whose lines may be out of order. */
  find?(seq: number): Promise<Hash | undefined>
  close(): void
}
