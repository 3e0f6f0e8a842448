import { createPrivateKey, KeyObject } from 'node:crypto'
import { type Issued, loadX509 } from '../../src/tls/certificate-authority.ts'

export type CertificateOrder = {
  readonly hostname: string
  readonly purpose: 'server' | 'client'
  /** Without, it signs itself. */
  readonly authority?: Issued
}

const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const
const hourMs = 3_600_000

/** A certificate that is good for an hour, for what the product itself never makes: clients, and those that sign themselves. */
export async function certificate({
  hostname,
  purpose,
  authority,
}: CertificateOrder): Promise<Issued> {
  const x509 = await loadX509()
  const keys = await crypto.subtle.generateKey(curve, true, ['sign', 'verify'])
  const usage = x509.ExtendedKeyUsage[purpose === 'server' ? 'serverAuth' : 'clientAuth']
  const subject = [{ CN: [hostname] }]
  const made = await x509.X509CertificateGenerator.create({
    subject,
    issuer: authority ? new x509.X509Certificate(authority.cert).subjectName : subject,
    notBefore: new Date(Date.now() - hourMs),
    notAfter: new Date(Date.now() + hourMs),
    publicKey: keys.publicKey,
    signingKey: authority
      ? createPrivateKey(authority.key).toCryptoKey(curve, false, ['sign'])
      : keys.privateKey,
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    extensions: [
      new x509.BasicConstraintsExtension(false),
      new x509.ExtendedKeyUsageExtension([usage]),
      new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: hostname }]),
    ],
  })
  const key = KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' })
  return { cert: `${made.toString('pem')}\n`, key: key.toString() }
}
