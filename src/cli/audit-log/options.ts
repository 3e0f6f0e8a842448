import { type Command, InvalidArgumentError, Option } from 'commander'
import { examples } from './examples.ts'

const targets = ['splunk', 'syslog', 'syslog-port', 'sumo', 'azure-la', 'json'] as const

/** What `addAuditLogOptions` puts into `command.opts()`. */
export type AuditLogOptions = {
  readonly target: (typeof targets)[number]
  readonly filePath?: string
  readonly record?: string
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

function readMoment(text: string): number {
  if (/^\d{1,11}$/.test(text)) return Number(text)
  try {
    return Math.floor(Temporal.Instant.from(text).epochMilliseconds / 1000)
  } catch {
    throw new InvalidArgumentError('It must be epoch seconds, or a time such as 2026-11-23T08:00Z.')
  }
}

/** Gives a command the flags of Commander's `audit-log`, and of PowerCommander's that matter for files. */
export const addAuditLogOptions = (command: Command): Command =>
  command
    .description('Export the event log: each run sends what has happened since the last one.')
    .addOption(new Option('--target <target>', 'where to').choices(targets).makeOptionMandatory())
    .option('--file-path <file>', 'the file that is extended')
    .option('--record <name or uid>', 'record whose login is the file (default "Audit Log: JSON")')
    .option('--anonymize', 'put stable pseudonyms in the place of names')
    .option('--shared-folder-uid <uid>', 'only events of this shared folder (repeatable)', append)
    .option('--node-id <id>', 'not known here: one organisation has no nodes', append)
    .option('--days <number>', 'begin that long ago, whatever was exported before', readDays)
    .option('--last-event-time <time>', 'begin then, whatever was exported before', readMoment)
    .addHelpText('after', examples)
