/** A figure or a fact with its name. */
export type Figure = { readonly label: string; readonly value: string }

/** What messages show of a report: kept beside its file, because it may name people. */
export type ReportSummary = {
  readonly figures: readonly Figure[]
  /** The first rows as a table, a line each, its head first. */
  readonly table: readonly string[]
  /** Rows that the table does not show. */
  readonly more: number
}

/** A report that is ready to be sent. Every text may hold what a stranger wrote. */
export type ReportLetter = ReportSummary & {
  /** The same for every attempt to send it to the same recipient. */
  readonly message_uid: string
  readonly schedule: string
  readonly report: string
  readonly title: string
  /** When it was due, and what was missed, as sentences. */
  readonly about: string
  readonly file: {
    readonly name: string
    readonly mediaType: string
    readonly bytes: Uint8Array
    /** SHA-256 in hex. */
    readonly digest: string
  }
  /** Where the file can be had, in sentences. */
  readonly places: readonly string[]
  /** The file in Keepwatch, for who is logged in. */
  readonly link: string
}
