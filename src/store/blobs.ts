/** Bytes that were received and are safe, but that nobody knows the name of yet. One of the two must be called. */
export type BlobDraft = {
  readonly size: number
  /** SHA-256 in base64url. */
  readonly sha256: string
  /** Gives the name under which it is found from now on, durably. */
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
 * Where the ciphertext of files lies: a folder, or a bucket of an object store. A blob never changes. Names are given here
 * and mean nothing; only a blob that moves from one place to another brings its own.
 */
export interface Blobs {
  /**
   * Takes what comes, no faster than it can be put away. Throws `invalid` after more than `most` bytes, `busy` when the place
   * does not answer, and passes on what the source throws; in each case nothing is left.
   */
  receive(source: AsyncIterable<Uint8Array>, most: number, name?: string): Promise<BlobDraft>
  /** Undefined when there is none of that name. */
  open(name: string): Promise<OpenBlob | undefined>
  remove(name: string): Promise<void>
  /** Every blob that was written before then, in milliseconds; drafts that nobody finished too. */
  listOlder(than: number): AsyncIterable<string>
}
