import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAuthority, issueServerCertificate } from '../../../src/tls/certificate-authority.ts'
import { certificate } from '../../support/certificate.ts'
import { freePort } from './process.ts'

/** What a real server stands on: a folder with certificates and its configuration, ports, and how to be trusted by it. */
export type Stage = {
  readonly folder: string
  readonly configuration: string
  /** The port of each way in. */
  readonly ports: Readonly<Record<string, number>>
  /** Settings with which a target trusts the server, and is trusted. */
  readonly trust: Readonly<Record<string, string>>
  remove(): Promise<void>
}

async function writeCertificates(folder: string) {
  const authority = await createAuthority(new Date())
  const server = await issueServerCertificate({ authority, hostname: 'localhost', at: new Date() })
  const client = await certificate({ hostname: 'keepwatch.test', purpose: 'client', authority })
  const files = {
    'ca.pem': authority.cert,
    'server.pem': server.cert,
    'server.key': server.key,
    'server.both.pem': server.key + server.cert,
  }
  for (const [name, text] of Object.entries(files))
    await writeFile(join(folder, name), text, { mode: 0o600 })
  return { ca: authority.cert, client_certificate: client.cert, client_key: client.key }
}

/** Makes one from a file of `configurations/`: `@FOLDER@` becomes its folder, every other `@NAME@` a free port. */
export async function newStage(file: string): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), `keepwatch-${file}-`))
  const template = await readFile(join(import.meta.dirname, '../configurations', file), 'utf8')
  const ports: Record<string, number> = {}
  for (const [, way = ''] of template.matchAll(/@([A-Z]+)@/g))
    if (way !== 'FOLDER') ports[way] ??= await freePort()
  const configuration = join(folder, file)
  const text = template
    .replaceAll('@FOLDER@', folder)
    .replaceAll(/@([A-Z]+)@/g, (_, way: string) => String(ports[way]))
  await writeFile(configuration, text)
  const trust = await writeCertificates(folder)
  return { folder, configuration, ports, trust, remove: () => rm(folder, { recursive: true }) }
}
