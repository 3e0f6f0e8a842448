import { X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { createAuthority, issueServerCertificate } from './certificate-authority.ts'

const at = new Date('2026-11-23T08:00:00Z')
const dayMs = 86_400_000

test('an authority is a P-256 root for ten years that has signed itself', async () => {
  const authority = new X509Certificate((await createAuthority(at)).cert)
  expect(authority.subject).toMatch(/^CN=Keepwatch local CA [0-9a-f]{6}$/)
  expect(authority.ca).toBe(true)
  expect(authority.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1')
  expect(authority.verify(authority.publicKey)).toBe(true)
  expect(authority.validToDate).toEqual(new Date(at.getTime() + 3652 * dayMs))
})

test('a server certificate is no authority, serves TLS only, and is accepted for its name alone', async () => {
  const authority = await createAuthority(at)
  const server = new X509Certificate(
    (await issueServerCertificate({ authority, hostname: 'vault.example', at })).cert,
  )
  const issuer = new X509Certificate(authority.cert)
  expect(server.checkIssued(issuer)).toBe(true)
  expect(server.verify(issuer.publicKey)).toBe(true)
  expect(server.ca).toBe(false)
  expect(server.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1'])
  expect(server.subjectAltName).toBe('DNS:vault.example')
  expect(server.checkHost('localhost')).toBeUndefined()
  expect(server.validToDate).toEqual(new Date(at.getTime() + 90 * dayMs))
})

test('a server certificate never outlives its authority', async () => {
  const authority = await createAuthority(at)
  const nearTheEnd = new Date(at.getTime() + 3650 * dayMs)
  const { cert } = await issueServerCertificate({
    authority,
    hostname: 'localhost',
    at: nearTheEnd,
  })
  expect(new X509Certificate(cert).validToDate).toEqual(
    new X509Certificate(authority.cert).validToDate,
  )
})

test('a name too long for a subject still stands where verifiers look', async () => {
  const hostname = `${'a'.repeat(60)}.${'b'.repeat(60)}.example`
  const authority = await createAuthority(at)
  const { cert } = await issueServerCertificate({ authority, hostname, at })
  const server = new X509Certificate(cert)
  expect(server.subject).toBe('CN=Keepwatch server')
  expect(server.checkHost(hostname)).toBe(hostname)
})

test('no two certificates share a serial number', async () => {
  const authority = await createAuthority(at)
  const order = { authority, hostname: 'localhost', at }
  const first = new X509Certificate((await issueServerCertificate(order)).cert)
  const second = new X509Certificate((await issueServerCertificate(order)).cert)
  expect(first.serialNumber).not.toBe(second.serialNumber)
})
