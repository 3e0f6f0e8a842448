/** How much of the disk files may take, in bytes of ciphertext. */
export type FileLimits = {
  /** One file. */
  readonly largest: number
  /** All files of one owner, those that are announced included. */
  readonly quota: number
}

/** A thumbnail is a small picture. */
export const largestThumbnail = 1_048_576
