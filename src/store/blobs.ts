/** Bytes that were received and are on the disk, but nowhere to be found yet. One of the two must be called. */
export type BlobDraft = {
  readonly size: number
  /** SHA-256 in base64url. */
  readonly sha256: string
  /** Puts it in its place, durably; gives the name under which it is found. */
  keep(): Promise<string>
  discard(): Promise<void>
}

/** A blob that is being read. `chunks` or `close` must be used up. */
export type OpenBlob = {
  readonly size: number
  readonly chunks: AsyncGenerator<Uint8Array>
  close(): Promise<void>
}

/**
 * Where the ciphertext of files lies: the data folder today, object storage where somebody writes that. A blob never
 * changes. Names are given here and mean nothing.
 */
export interface Blobs {
  /**
   * Takes what comes, no faster than the disk does. Throws `invalid` after more than `most` bytes, and passes on what the
   * source throws; either way nothing is left.
   */
  receive(source: AsyncIterable<Uint8Array>, most: number): Promise<BlobDraft>
  /** Undefined when there is none of that name. */
  open(name: string): Promise<OpenBlob | undefined>
  remove(name: string): Promise<void>
  /** Every blob that was written before then, in milliseconds; drafts that nobody finished too. */
  listOlder(than: number): AsyncIterable<string>
}
