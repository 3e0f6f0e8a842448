/** An event in the form in which it leaves the log, with its proof (c2sp.org/tlog-proof@v1) as text. */
export type ProvenEvent = {
  readonly event: Readonly<Record<string, unknown>> & { readonly seq: number }
  readonly proof: string
}

/** All that somebody needs to check a report without the server: see `evidencePage`. */
export type EvidencePack = {
  readonly title: string
  /** When it was put together (RFC 3339), where, and what was asked. */
  readonly created: string
  readonly server: string
  readonly question: string
  /** The public keys of the log, and the signed checkpoint that every proof leads to. */
  readonly vkeys: readonly string[]
  readonly checkpoint: string
  readonly events: readonly ProvenEvent[]
}
