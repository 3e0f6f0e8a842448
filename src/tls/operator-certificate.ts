import { readFile } from 'node:fs/promises'
import type { Clock } from '../kernel/clock.ts'
import { invalid } from '../kernel/errors.ts'
import { parseCertificate, parsePrivateKey } from './pem.ts'
import { renewAfter, type ServerCertificate } from './server-certificate.ts'

export type OperatorFiles = {
  readonly certFile: string
  readonly keyFile: string
  readonly clock: Clock
}

async function readPem(file: string, flag: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? 'unknown reason'
    throw invalid(`The file ${file} of ${flag} cannot be read (${reason}).`, { cause })
  }
}

function keyIn(pem: string, file: string) {
  if (/ENCRYPTED/.test(pem)) {
    throw invalid(
      `The key in ${file} asks for a passphrase. Give --tls-key a key without one (openssl pkey -in ${file}).`,
    )
  }
  const key = parsePrivateKey(pem)
  if (!key) throw invalid(`The file ${file} of --tls-key holds no private key in PEM form.`)
  return key
}

function certificateIn(pem: string, file: string) {
  const certificate = parseCertificate(pem)
  if (certificate) return certificate
  throw invalid(`The file ${file} of --tls-cert holds no certificate in PEM form.`)
}

/**
 * The certificate (with its chain) and key that the operator gave with `--tls-cert` and `--tls-key`, checked before the
 * server listens. Read again after `renewAfter`, so that a renewed file is taken without a restart. Throws `invalid`.
 */
export async function operatorCertificate({
  certFile,
  keyFile,
  clock,
}: OperatorFiles): Promise<ServerCertificate> {
  const cert = await readPem(certFile, '--tls-cert')
  const key = await readPem(keyFile, '--tls-key')
  const certificate = certificateIn(cert, certFile)
  if (!certificate.checkPrivateKey(keyIn(key, keyFile))) {
    throw invalid(`The key in ${keyFile} does not belong to the first certificate in ${certFile}.`)
  }
  const { validFromDate, validToDate } = certificate
  if (clock() > validToDate) {
    throw invalid(`The certificate in ${certFile} expired on ${validToDate.toISOString()}.`)
  }
  if (clock() < validFromDate) {
    throw invalid(
      `The certificate in ${certFile} is not valid before ${validFromDate.toISOString()}.`,
    )
  }
  return { cert, key, renewAfter: renewAfter(certificate) }
}
