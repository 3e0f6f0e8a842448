import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createAuthority,
  type Issued,
  issueServerCertificate,
} from '../../../src/tls/certificate-authority.ts'
import { certificate } from '../../support/certificate.ts'
import { freePort, type RunningProgram, runProgram } from './process.ts'
import { type DebianServer, programOf } from './servers.ts'

/** A syslog message as a server has understood it. */
export type Arrived = {
  readonly transport?: string
  readonly host: string
  readonly app: string
  readonly id: string
  readonly data: string
  readonly message: string
}

export type SyslogServer = RunningProgram & {
  /** The port of each way in. */
  readonly ports: Readonly<Record<string, number>>
  /** Settings with which a target trusts the server, and is trusted. */
  readonly trust: Readonly<Record<string, string>>
  readonly authority: Issued
  /** Everything that it has written down by now, in the order in which it came. */
  arrived(): Promise<readonly Arrived[]>
}

type Kind = {
  readonly ways: readonly string[]
  readonly path: string
  args(folder: string, libraries: string): readonly string[]
}

const kinds: Readonly<Record<DebianServer, Kind>> = {
  rsyslog: {
    ways: ['TLS', 'TCP', 'UDP', 'RELP', 'RELPTLS'],
    path: 'usr/sbin/rsyslogd',
    args: (folder, libraries) => [
      ...['-n', '-f', join(folder, 'server.conf'), '-i', join(folder, 'pid')],
      ...['-M', join(libraries, 'rsyslog')],
    ],
  },
  'syslog-ng': {
    ways: ['TLS', 'TCP'],
    path: 'usr/sbin/syslog-ng',
    args: (folder, libraries) => [
      ...['--foreground', '--no-caps', '--cfgfile', join(folder, 'server.conf')],
      ...['--persist-file', join(folder, 'persist'), '--pidfile', join(folder, 'pid')],
      ...['--control', join(folder, 'control')],
      ...['--module-path', join(libraries, '../syslog-ng/3.38')],
    ],
  },
}

async function writeCertificates(folder: string) {
  const authority = await createAuthority(new Date())
  const server = await issueServerCertificate({ authority, hostname: 'localhost', at: new Date() })
  const client = await certificate({ hostname: 'keepwatch.test', purpose: 'client', authority })
  await writeFile(join(folder, 'ca.pem'), authority.cert)
  await writeFile(join(folder, 'server.pem'), server.cert)
  await writeFile(join(folder, 'server.key'), server.key, { mode: 0o600 })
  return {
    authority,
    trust: { ca: authority.cert, client_certificate: client.cert, client_key: client.key },
  }
}

async function portsOf(ways: readonly string[]) {
  const ports: Record<string, number> = {}
  for (const way of ways) ports[way] = await freePort()
  return ports
}

/** What a killed server had only half written down did not arrive. */
function parsed(line: string): readonly Arrived[] {
  try {
    return [JSON.parse(line) as Arrived]
  } catch {
    return []
  }
}

/** Starts one in a folder of its own, on ports of its own. */
export async function startSyslogServer(name: DebianServer): Promise<SyslogServer> {
  const { ways, path, args } = kinds[name]
  const folder = await mkdtemp(join(tmpdir(), `keepwatch-${name}-`))
  const { authority, trust } = await writeCertificates(folder)
  const ports = await portsOf(ways)
  const template = join(import.meta.dirname, `../configurations/${name}.conf`)
  const configuration = (await readFile(template, 'utf8'))
    .replaceAll('@FOLDER@', folder)
    .replaceAll(/@([A-Z]+)@/g, (_, way: string) => String(ports[way]))
  await writeFile(join(folder, 'server.conf'), configuration)
  const { program, libraries, env } = await programOf(name, path)
  const what = { program, args: args(folder, libraries), env, cwd: folder, port: ports['TCP'] ?? 0 }
  const running = await runProgram(what)
  return {
    ...running,
    ports,
    trust,
    authority,
    async arrived() {
      const text = await readFile(join(folder, 'arrived.ndjson'), 'utf8').catch(() => '')
      return text.split('\n').flatMap(parsed)
    },
    async stop() {
      await running.stop()
      await rm(folder, { recursive: true })
    },
  }
}
