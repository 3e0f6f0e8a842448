import type { Clock } from '../kernel/clock.ts'
import type { ServerCertificate } from './server-certificate.ts'

export type Renewal = {
  readonly current: ServerCertificate
  /** How the certificate was got: `serverCertificate` or `operatorCertificate` with its options. */
  read(): Promise<ServerCertificate>
  /** Called with each new certificate: `server.setSecureContext`. */
  apply(certificate: ServerCertificate): void
  /** Called when `read` fails; the server keeps what it has and tries again at the next look. */
  fail(cause: unknown): void
  readonly clock: Clock
}

/** A timer may not be set further ahead than 24.8 days, and a laptop sleeps: so look, do not wait. */
const lookEveryMs = 3_600_000

/** Looks once an hour whether the certificate is due and hands on its successor. Returns how to stop. */
export function followRenewal({ current, read, apply, fail, clock }: Renewal): () => void {
  let serving = current
  const look = async () => {
    if (clock() < serving.renewAfter) return
    const next = await read()
    if (next.cert === serving.cert) return
    apply(next)
    serving = next
  }
  const timer = setInterval(() => {
    look().catch(fail)
  }, lookEveryMs)
  timer.unref()
  return () => clearInterval(timer)
}
