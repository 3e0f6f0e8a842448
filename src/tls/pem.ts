import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'

/** The first certificate in a PEM text; `undefined` when there is none or it is damaged. */
export function parseCertificate(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem)
  } catch {
    return undefined
  }
}

/** The private key in a PEM text; `undefined` when there is none, it is damaged, or it asks for a passphrase. */
export function parsePrivateKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem)
  } catch {
    return undefined
  }
}
