import { createPrivateKey, KeyObject, type webcrypto } from 'node:crypto'
import type { X509Certificate } from '@peculiar/x509'
import { random } from '../kernel/ids.ts'
import { subjectNames } from './subject-names.ts'

/** A certificate and its private key, both PEM; the key is unencrypted PKCS #8. */
export type Issued = { readonly cert: string; readonly key: string }

const dayMs = 86_400_000
const authorityDays = 3652
const serverDays = 90

/** Clients whose clock is a little behind must not refuse a certificate that was made this minute. */
const clockSkewMs = 3_600_000

/** ub-common-name of RFC 5280, appendix A.1. A longer name stands in subjectAltName alone, where verifiers look. */
const longestCommonName = 64

const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const

/** Loaded when something has to be issued, which most starts do not: it costs 85 ms and 24 MB. */
export async function loadX509() {
  // Its dependency injection refuses to load without the metadata functions of a Reflect polyfill, then finds no metadata.
  if (!('getMetadata' in Reflect)) {
    const none = () => undefined
    Object.assign(Reflect, { getMetadata: none, getOwnMetadata: none })
  }
  return import('@peculiar/x509')
}

const newKeys = () => crypto.subtle.generateKey(curve, true, ['sign', 'verify'])

/** What every certificate of ours shares: when it counts, an unguessable serial number, how it is signed. */
const terms = (at: Date, days: number) => ({
  notBefore: new Date(at.getTime() - clockSkewMs),
  notAfter: new Date(at.getTime() + days * dayMs),
  serialNumber: random(16).toString('hex'),
  signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
})

const issued = (certificate: X509Certificate, keys: webcrypto.CryptoKeyPair): Issued => ({
  cert: `${certificate.toString('pem')}\n`,
  key: KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString(),
})

/** A new certificate authority of this installation's own: P-256, ten years, may sign server certificates only. */
export async function createAuthority(at: Date): Promise<Issued> {
  const x509 = await loadX509()
  const keys = await newKeys()
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...terms(at, authorityDays),
    name: [{ CN: [`Keepwatch local CA ${random(3).toString('hex')}`] }],
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
        true,
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return issued(certificate, keys)
}

export type ServerOrder = {
  readonly authority: Issued
  readonly hostname: string
  readonly at: Date
}

/**
 * A certificate with which a server proves to be `hostname`, for 90 days or until the authority ends.
 * Throws `invalid` when the hostname is neither a DNS name nor an IP address.
 */
export async function issueServerCertificate({
  authority,
  hostname,
  at,
}: ServerOrder): Promise<Issued> {
  const names = subjectNames(hostname)
  const x509 = await loadX509()
  const keys = await newKeys()
  const signer = new x509.X509Certificate(authority.cert)
  const order = terms(at, serverDays)
  const { value } = names[0]
  const commonName = value.length <= longestCommonName ? value : 'Keepwatch server'
  const certificate = await x509.X509CertificateGenerator.create({
    ...order,
    notAfter: new Date(Math.min(order.notAfter.getTime(), signer.notAfter.getTime())),
    subject: [{ CN: [commonName] }],
    issuer: signer.subjectName,
    publicKey: keys.publicKey,
    signingKey: createPrivateKey(authority.key).toCryptoKey(curve, false, ['sign']),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([...names]),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(signer.publicKey),
    ],
  })
  return issued(certificate, keys)
}
