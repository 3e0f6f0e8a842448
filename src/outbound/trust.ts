import { hash, X509Certificate } from 'node:crypto'
import { type ConnectionOptions, checkServerIdentity, createSecureContext } from 'node:tls'
import { Failure, invalid } from '../kernel/errors.ts'

/** Whom to believe on the other side, and who we are: PEM texts. Without any, the system's authorities. */
export type Trust = {
  /** The authorities that count instead of the system's. */
  readonly ca?: string | undefined
  /** `sha256/` and the base64 of the SHA-256 of the server's public key (RFC 7469 §2.4), demanded besides a valid certificate. */
  readonly pin?: string | undefined
  readonly client_certificate?: string | undefined
  readonly client_key?: string | undefined
}

const pinOf = (certificate: Uint8Array) => {
  const key = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' })
  return `sha256/${hash('sha256', key, 'base64')}`
}

/** Options for `tls.connect` and `https.request`. A certificate is always verified: there is no switch for that. Throws `invalid`. */
export function tlsOptions({ ca, pin, client_certificate, client_key }: Trust): ConnectionOptions {
  const own = {
    ...(ca && { ca }),
    ...(client_certificate && { cert: client_certificate }),
    ...(client_key && { key: client_key }),
  }
  try {
    createSecureContext(own)
  } catch (cause) {
    throw invalid('a certificate or its key cannot be read: each must be PEM', { cause })
  }
  return {
    ...own,
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
    checkServerIdentity(host, certificate) {
      const wrong = checkServerIdentity(host, certificate)
      if (wrong) return wrong
      if (!pin || pinOf(certificate.raw) === pin) return undefined
      return new Failure('rejected', `the key of ${host} is not the one that is pinned`)
    },
  }
}
