const busy = 5
const diskFull = 13
/** SQLITE_IOERR, SQLITE_CORRUPT, SQLITE_FULL: not the fault of one unit, so the whole batch ends. */
const storageErrors = [10, 11, diskFull]
/** SQLITE_IOERR_SHMSIZE: the index of the write-ahead log could not grow, which happens on a full disk only. */
const indexCannotGrow = 4874

/** SQLite's code, primary part: extended codes carry details in the higher bits. */
function codeOf(error: unknown): number {
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) : -1
  return code === indexCannotGrow ? diskFull : code & 0xff
}

export const isDiskFull = (error: unknown): boolean => codeOf(error) === diskFull

/** Refused, and nothing is in doubt: no room, or another process that writes to the file. */
export const isRefusal = (error: unknown): boolean => [busy, diskFull].includes(codeOf(error))

export const isStorageError = (error: unknown): boolean => storageErrors.includes(codeOf(error))
