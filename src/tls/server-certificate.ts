import type { X509Certificate } from 'node:crypto'

/** What a TLS server needs (both PEM), when to ask for it again, and the file that clients trust if the authority is ours. */
export type ServerCertificate = {
  readonly cert: string
  readonly key: string
  readonly renewAfter: Date
  readonly caFile?: string
}

/** A certificate is due when less than a third of its life is left: time enough to notice that renewing fails. */
export function renewAfter({ validFromDate, validToDate }: X509Certificate): Date {
  const life = validToDate.getTime() - validFromDate.getTime()
  return new Date(validToDate.getTime() - life / 3)
}
