import { createPrivateKey } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createAuthority, issueServerCertificate } from './certificate-authority.ts'
import { operatorCertificate } from './operator-certificate.ts'

const at = new Date('2026-11-23T08:00:00Z')
const clock = () => at

async function operatorFiles() {
  const folder = await mkdtemp(join(tmpdir(), 'keepwatch-tls-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const authority = await createAuthority(at)
  const { cert, key } = await issueServerCertificate({ authority, hostname: 'vault.example', at })
  const certFile = join(folder, 'cert.pem')
  const keyFile = join(folder, 'key.pem')
  await writeFile(certFile, cert + authority.cert)
  await writeFile(keyFile, key)
  return { certFile, keyFile, cert: cert + authority.cert, key, authority }
}

test("the operator's certificate is served with its whole chain, and read again when it is due", async () => {
  const { certFile, keyFile, cert, key } = await operatorFiles()
  const read = await operatorCertificate({ certFile, keyFile, clock })
  expect(read).toEqual({ cert, key, renewAfter: read.renewAfter })
  expect(read.renewAfter.toISOString()).toMatch(/^2027-01-22/)
})

test('a file that is not there is named with its flag', async () => {
  const { certFile, keyFile } = await operatorFiles()
  await rm(keyFile)
  await expect(operatorCertificate({ certFile, keyFile, clock })).rejects.toThrow(
    `The file ${keyFile} of --tls-key cannot be read (ENOENT).`,
  )
})

test.each(['certFile', 'keyFile'] as const)('a %s that is not PEM is refused', async (which) => {
  const files = await operatorFiles()
  await writeFile(files[which], Buffer.from([0x30, 0x82, 0x00, 0xff]))
  await expect(operatorCertificate({ ...files, clock })).rejects.toThrow(/in PEM form/)
})

test('a key of another certificate is refused', async () => {
  const { certFile, keyFile, authority } = await operatorFiles()
  await writeFile(keyFile, authority.key)
  await expect(operatorCertificate({ certFile, keyFile, clock })).rejects.toThrow(
    /does not belong to the first certificate/,
  )
})

test('a key behind a passphrase is refused with the way out', async () => {
  const { certFile, keyFile, key } = await operatorFiles()
  const locked = createPrivateKey(key).export({
    type: 'pkcs8',
    format: 'pem',
    cipher: 'aes-256-cbc',
    passphrase: 'correct horse',
  })
  await writeFile(keyFile, locked)
  await expect(operatorCertificate({ certFile, keyFile, clock })).rejects.toThrow(
    /asks for a passphrase\. Give --tls-key a key without one/,
  )
})

test('an expired certificate, and one of tomorrow, are refused with their dates', async () => {
  const files = await operatorFiles()
  const later = () => new Date('2027-03-01T00:00:00Z')
  const earlier = () => new Date('2026-11-01T00:00:00Z')
  await expect(operatorCertificate({ ...files, clock: later })).rejects.toThrow(
    /expired on 2027-02-21T08:00:00\.000Z/,
  )
  await expect(operatorCertificate({ ...files, clock: earlier })).rejects.toThrow(
    /not valid before 2026-11-23T07:00:00\.000Z/,
  )
})
