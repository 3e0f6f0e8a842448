import { hash } from 'node:crypto'
import { join, resolve } from 'node:path'
import { readTargetSettings } from '../../exports/read-settings.ts'
import type { TargetType } from '../../exports/target.ts'
import { invalid } from '../../kernel/errors.ts'
import { loadFamily } from '../../kernel/family.ts'
import { secretNames } from '../../outbound/sealed-settings.ts'
import type { OpenVault } from '../connect.ts'
import { readSettings } from '../siem/settings.ts'
import type { AuditLogOptions } from './options.ts'
import { type RecordSettings, recordSettings } from './record-settings.ts'

type Values = Readonly<Record<string, unknown>>

/** Where a run sends to. `place` tells one destination from another and holds no secret. */
export type Destination =
  | { readonly form: 'file'; readonly file: string }
  | {
      readonly form: 'target'
      readonly type: TargetType
      readonly settings: Values
      readonly place: string
      /** Shared folders that the record limits the export to. */
      readonly folders?: readonly string[]
    }

const format = 'commander-json'

const secretOf = async (given: string | undefined) =>
  given === undefined ? undefined : (await readSettings([`value=${given}`]))['value']

type Known = { readonly flags: AuditLogOptions; readonly record: RecordSettings | undefined }

async function splunk({ flags, record }: Known): Promise<Values> {
  const url = (flags.url ?? record?.url)?.replace(/\/services\/collector.*$/, '')
  return { url, token: (await secretOf(flags.token)) ?? record?.password, format }
}

const sumo = async ({ flags, record }: Known): Promise<Values> => ({
  url: flags.url ?? record?.url,
  format,
})

const azure = async ({ flags, record }: Known): Promise<Values> => ({
  workspace: flags.workspaceId ?? record?.login,
  shared_key: (await secretOf(flags.workspaceKey)) ?? record?.password,
  url: flags.url,
  format,
})

const schemes: Readonly<Record<string, string>> = {
  'syslog:': 'tcp',
  'syslogs:': 'tls',
  'syslogu:': 'udp',
}

/** `syslog://`, `syslogs://` and `syslogu://`, as Commander writes them. */
function placeIn(url: string) {
  const { protocol, hostname, port } = URL.canParse(url) ? new URL(url) : ({ protocol: '' } as URL)
  const transport = schemes[protocol]
  if (!transport)
    throw invalid(`${url} is no address of a syslog server: syslogs://HOST:PORT is one`)
  return { host: hostname, transport, ...(port !== '' && { port: Number(port) }) }
}

async function syslogPort({ flags, record }: Known): Promise<Values> {
  const url = flags.url ?? (flags.syslogHost === undefined ? record?.url : undefined)
  const given = url === undefined ? {} : placeIn(url)
  const named = {
    ...(flags.syslogHost !== undefined && { host: flags.syslogHost, transport: 'tcp' }),
    ...(flags.syslogProtocol && { transport: flags.syslogProtocol }),
    ...(flags.useSsl && { transport: 'tls' }),
    ...(flags.syslogPort !== undefined && { port: flags.syslogPort }),
  }
  const counts = flags.octetCounting || record?.is_octet_counting === '1'
  const place: Values = { ...given, ...named }
  const port = place['port'] ?? (place['transport'] === 'tls' ? 6_514 : 514)
  return { ...place, port, framing: counts ? 'octet-counting' : 'newline' }
}

/** Commander's targets: our kind, and how its settings are found. */
const commanders: Readonly<
  Record<
    string,
    { kind: string; read(known: Known): Promise<Values>; needs(flags: AuditLogOptions): boolean }
  >
> = {
  splunk: { kind: 'splunk-hec', read: splunk, needs: ({ url, token }) => !url || !token },
  sumo: { kind: 'sumo', read: sumo, needs: ({ url }) => !url },
  'azure-la': {
    kind: 'azure-log-analytics',
    read: azure,
    needs: ({ workspaceId, workspaceKey }) => !workspaceId || !workspaceKey,
  },
  'syslog-port': {
    kind: 'syslog',
    read: syslogPort,
    needs: ({ url, syslogHost }) => !url && !syslogHost,
  },
}

const targets = join(import.meta.dirname, '../../exports/targets')

async function kindOf(name: string): Promise<TargetType> {
  const found = (await loadFamily<TargetType>(targets, name)).get(name)
  if (found && name !== 'file') return found
  const kinds = [...(await loadFamily<TargetType>(targets)).keys()].filter((one) => one !== 'file')
  const all = [
    'json',
    'syslog',
    ...Object.keys(commanders),
    ...kinds.filter((one) => one !== 'syslog'),
  ]
  throw invalid(`there is no target ${name}: there are ${[...new Set(all)].join(', ')}`)
}

/** Addresses alone: a new token or another format must not begin the export anew. */
const addressNames = [
  'url',
  'endpoint',
  'rule',
  'stream',
  'workspace',
  'host',
  'port',
  'database',
  'table',
  'data_stream',
  'index',
  'bucket',
  'brokers',
  'topic',
  'servers',
  'subject',
  'domain',
  'tag',
]

function placeOf({ name, settings: schema }: TargetType, settings: Values): string {
  const secrets = secretNames(schema)
  const parts = addressNames
    .filter((one) => settings[one] !== undefined)
    .map((one) => {
      const text = String(settings[one])
      return secrets.has(one) ? `sha256:${hash('sha256', text).slice(0, 16)}` : text
    })
  return [name, ...parts].join(' ')
}

function checked(type: TargetType, given: Values): Values {
  const present = Object.entries(given).filter(([, value]) => value !== undefined)
  const read = readTargetSettings(type.settings, Object.fromEntries(present))
  if ('settings' in read) return read.settings
  throw invalid(`the target’s settings: ${read.trouble}`)
}

/** Where the flags, and the record of the vault where they leave something open, send to. Throws `invalid` and `not-found`. */
export async function destinationOf(
  vault: OpenVault,
  flags: AuditLogOptions,
): Promise<Destination> {
  const { target } = flags
  if (target === 'json' || target === 'syslog') {
    const file = flags.filePath ?? (await recordSettings(vault, flags)).login
    if (file) return { form: 'file', file: resolve(file) }
    throw invalid('the record has no login: put the file’s name there, or give --file-path')
  }
  const { kind, read, needs } = commanders[target] ?? { kind: target }
  const isOpen = flags.record !== undefined || (needs?.(flags) && !flags.set)
  const record = isOpen ? await recordSettings(vault, flags) : undefined
  const type = await kindOf(kind)
  const own = read ? await read({ flags, record }) : {}
  const settings = checked(type, { ...own, ...(await readSettings(flags.set ?? [])) })
  const folders = record?.shared_folder_uids?.split(',').map((uid) => uid.trim())
  return {
    form: 'target',
    type,
    settings,
    place: placeOf(type, settings),
    ...(folders && { folders }),
  }
}
