import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { JsonGeneralName } from '@peculiar/x509'
import { writeAtomically } from '../kernel/atomic-file.ts'
import type { Clock } from '../kernel/clock.ts'
import { conflict, Failure } from '../kernel/errors.ts'
import { type KeyFiles, plainKeyFiles } from '../kernel/key-files.ts'
import { createAuthority, type Issued, issueServerCertificate } from './certificate-authority.ts'
import { parseCertificate, parsePrivateKey } from './pem.ts'
import { renewAfter, type ServerCertificate } from './server-certificate.ts'
import { subjectNames } from './subject-names.ts'

export type TlsFiles = {
  /** Where `ca.pem`, `ca.key`, `server.pem` and `server.key` are kept: DATA/tls. */
  readonly folder: string
  readonly hostname: string
  readonly clock: Clock
  /** How secret keys are read and written. */
  readonly keys?: KeyFiles
}

/** A file's text, or nothing when it is not there. */
async function readIfThere(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw new Failure('conflict', `${path} cannot be read: ${(cause as Error).message}`, { cause })
  }
}

type Pair = 'ca' | 'server'

type Place = Pick<TlsFiles, 'folder' | 'keys'>

const readPair = async ({ folder, keys = plainKeyFiles }: Place, pair: Pair): Promise<Issued> => ({
  cert: await readIfThere(join(folder, `${pair}.pem`)),
  key: (await keys.read(join(folder, `${pair}.key`))) ?? '',
})

/** The key goes first: a certificate whose key is missing could not be used, a key without a certificate is replaced. */
async function keepPair(
  { folder, keys = plainKeyFiles }: Place,
  pair: Pair,
  { cert, key }: Issued,
) {
  await keys.write(join(folder, `${pair}.key`), key)
  await writeAtomically(join(folder, `${pair}.pem`), { text: cert, mode: 0o644 })
}

function isPair({ cert, key }: Issued): boolean {
  const privateKey = parsePrivateKey(key)
  return privateKey !== undefined && parseCertificate(cert)?.checkPrivateKey(privateKey) === true
}

/** The authority on disk, or a new one on the first start. Never replaced unasked: clients hold its certificate. */
async function authorityFor(files: TlsFiles): Promise<Issued> {
  const { folder, clock } = files
  const kept = await readPair(files, 'ca')
  if (kept.cert === '') {
    const created = await createAuthority(clock())
    await keepPair(files, 'ca', created)
    return created
  }
  const advice = `Restore both from a backup; or remove both, start again, and give every client the new ${join(folder, 'ca.pem')}.`
  if (!isPair(kept)) {
    throw conflict(`In ${folder}, ca.pem and ca.key do not belong together. ${advice}`)
  }
  const end = parseCertificate(kept.cert)?.validToDate
  if (end && end <= clock()) {
    throw conflict(
      `The certificate authority in ${folder} expired on ${end.toISOString()}. ${advice}`,
    )
  }
  return kept
}

type Kept = { readonly server: Issued; readonly caCert: string }

/** Whether what is on disk can serve on: ours, for this name, with its key, and more than a third of its life left. */
function stillGood({ server, caCert }: Kept, { hostname, clock }: TlsFiles): boolean {
  const certificate = parseCertificate(server.cert)
  const authority = parseCertificate(caCert)
  if (!certificate || !authority || !isPair(server)) return false
  const answersTo = ({ type, value }: JsonGeneralName) =>
    (type === 'ip' ? certificate.checkIP(value) : certificate.checkHost(value)) !== undefined
  const now = clock()
  return (
    certificate.checkIssued(authority) &&
    certificate.verify(authority.publicKey) &&
    subjectNames(hostname).every(answersTo) &&
    certificate.validFromDate <= now &&
    now < renewAfter(certificate)
  )
}

async function newServerPair(files: TlsFiles): Promise<Issued> {
  const authority = await authorityFor(files)
  const created = await issueServerCertificate({
    authority,
    hostname: files.hostname,
    at: files.clock(),
  })
  await keepPair(files, 'server', created)
  return created
}

/**
 * The certificate of our own authority for `hostname`: made on the first start, kept on the next, renewed when less than a
 * third of its life is left or the hostname changed. Ask again after `renewAfter` and hand the answer to
 * `server.setSecureContext`. Throws `invalid` for a bad hostname (before anything is written) and `conflict` when the
 * folder cannot be used.
 */
export async function serverCertificate(files: TlsFiles): Promise<ServerCertificate> {
  subjectNames(files.hostname)
  const caFile = join(files.folder, 'ca.pem')
  const kept = { server: await readPair(files, 'server'), caCert: await readIfThere(caFile) }
  const pair = stillGood(kept, files) ? kept.server : await newServerPair(files)
  return { ...pair, caFile, renewAfter: renewAfter(new X509Certificate(pair.cert)) }
}
