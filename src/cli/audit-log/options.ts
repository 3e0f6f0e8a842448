import { type Command, InvalidArgumentError, Option } from 'commander'
import { examples } from './examples.ts'

/** What `addAuditLogOptions` puts into `command.opts()`. */
export type AuditLogOptions = {
  readonly target: string
  readonly filePath?: string
  readonly record?: string
  readonly url?: string
  readonly token?: string
  readonly syslogHost?: string
  readonly syslogPort?: number
  readonly syslogProtocol?: 'tcp' | 'udp'
  readonly useSsl?: boolean
  readonly octetCounting?: boolean
  readonly workspaceId?: string
  readonly workspaceKey?: string
  readonly ignoreCertificateErrors?: boolean
  readonly set?: readonly string[]
  readonly anonymize?: boolean
  readonly sharedFolderUid?: readonly string[]
  readonly nodeId?: readonly string[]
  readonly days?: number
  /** Epoch seconds. */
  readonly lastEventTime?: number
}

const append = (value: string, before: readonly string[] = []) => [...before, value]

function readDays(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It must be a whole number of days.')
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (port >= 1 && port <= 65_535) return port
  throw new InvalidArgumentError('It must be a port from 1 to 65535.')
}

function readMoment(text: string): number {
  if (/^\d{1,11}$/.test(text)) return Number(text)
  try {
    return Math.floor(Temporal.Instant.from(text).epochMilliseconds / 1000)
  } catch {
    throw new InvalidArgumentError('It must be epoch seconds, or a time such as 2026-11-23T08:00Z.')
  }
}

/** What Commander reads from a record, and PowerCommander from flags. */
const addPlaces = (command: Command): Command =>
  command
    .option('--record <name or uid>', 'record with the settings (default "Audit Log: …")')
    .option('--file-path <file>', 'json, syslog: the file that is extended; .gz is compressed')
    .option('--url <url>', 'splunk, sumo: the address; syslog-port: syslog[s|u]://HOST:PORT')
    .option('--token <token>', 'splunk: the HEC token, or @FILE')
    .option('--syslog-host <host>', 'syslog-port: where to')
    .option('--syslog-port <port>', 'syslog-port: its port (514, with TLS 6514)', readPort)
    .addOption(
      new Option('--syslog-protocol <name>', 'syslog-port: tcp or udp').choices(['tcp', 'udp']),
    )
    .option('--use-ssl', 'syslog-port: over TLS, verified')
    .option('--octet-counting', 'syslog-port: with the length before each message')
    .option('--workspace-id <id>', 'azure-la: the workspace')
    .option('--workspace-key <key>', 'azure-la: its key, or @FILE')
    .option('--set <name=value>', 'a setting of the target, as in `siem add` (repeatable)', append)
    .addOption(new Option('--ignore-certificate-errors', 'not known here').hideHelp())

/** Gives a command the flags of Commander's `audit-log`, and of PowerCommander's `Export-KeeperAuditLog`. */
export const addAuditLogOptions = (command: Command): Command =>
  addPlaces(
    command
      .description('Export the event log: each run sends what has happened since the last one.')
      .requiredOption(
        '--target <target>',
        'json, syslog (files), splunk, syslog-port, sumo, azure-la, or a kind of `siem kinds`',
      ),
  )
    .option('--anonymize', 'put stable pseudonyms in the place of names')
    .option('--shared-folder-uid <uid>', 'only events of this shared folder (repeatable)', append)
    .option('--node-id <id>', 'not known here: one organisation has no nodes', append)
    .option('--days <number>', 'begin that long ago, whatever was exported before', readDays)
    .option('--last-event-time <time>', 'begin then, whatever was exported before', readMoment)
    .addHelpText('after', examples)
