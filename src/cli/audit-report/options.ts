import { type Command, InvalidArgumentError, Option } from 'commander'
import type { ReportLook } from '../../print/report/look.ts'
import type { PatternOptions } from '../../print/report/patterns.ts'
import { examples } from './examples.ts'

const reportTypes = ['raw', 'dim', 'hour', 'day', 'week', 'month', 'span'] as const
const aggregates = ['occurrences', 'first_created', 'last_created'] as const

/** Which events: what the server filters by. */
export type FilterOptions = {
  readonly created?: string
  readonly eventType?: readonly string[]
  readonly username?: readonly string[]
  readonly toUsername?: readonly string[]
  readonly recordUid?: readonly string[]
  readonly sharedFolderUid?: readonly string[]
  readonly ipAddress?: readonly string[]
  readonly app?: readonly string[]
  readonly device?: readonly string[]
  readonly secret?: readonly string[]
}

/** Which clients, as Commander words it. */
export type NarrowingOptions = {
  /** `[[city,]region,]country` */
  readonly geoLocation?: string
  /** `type[,version]` */
  readonly deviceType?: string
}

/** What `addAuditReportOptions` puts into `command.opts()`. A list is missing when its flag was not given. */
export type AuditReportOptions = {
  readonly reportType: ReportLook['reportType']
  readonly reportFormat: 'message' | 'fields'
  readonly columns?: readonly string[]
  readonly aggregate?: readonly (typeof aggregates)[number][]
  readonly timezone?: string
  readonly limit?: number
  readonly order?: 'asc' | 'desc'
  /** Where to write the events with their proofs. */
  readonly evidence?: string
  /** The saved or ready-made report to run. */
  readonly run?: string
  /** The name to keep this question under. */
  readonly save?: string
  readonly private?: boolean
  /** What the review of the report found: it is signed off. */
  readonly signOff?: string
  /** The saved report to remove. */
  readonly removeReport?: string
  readonly listReports?: boolean
  /** Explain everything and end. */
  readonly syntaxHelp?: boolean
} & FilterOptions &
  NarrowingOptions &
  PatternOptions

type Collect = (value: string, before: readonly string[] | undefined) => readonly string[]

const append: Collect = (value, before = []) => [...before, value]

const appendCommaList: Collect = (value, before = []) => [
  ...before,
  ...value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
]

const appendAggregate: Collect = (value, before) => {
  const all = appendCommaList(value, before)
  if (all.every((name) => (aggregates as readonly string[]).includes(name))) return all
  throw new InvalidArgumentError(`Allowed choices are ${aggregates.join(', ')}.`)
}

function readLimit(value: string): number {
  if (/^(-1|\d{1,9})$/.test(value)) return Number(value)
  throw new InvalidArgumentError('It must be a whole number, or -1 for all rows.')
}

const choice = (flags: string, choices: readonly string[], text: string) =>
  new Option(flags, text).choices(choices)

const repeatable = (flags: string, text: string, collect: Collect = append) =>
  new Option(flags, `${text} (repeatable)`).argParser(collect)

const shape = [
  choice('--report-type <type>', reportTypes, 'report type').default('raw'),
  choice('--report-format <format>', ['message', 'fields'], 'layout of a raw report').default(
    'message',
  ),
  repeatable('--columns <column>', 'columns to group by; for dim, its column', appendCommaList),
  repeatable(
    '--aggregate <value>',
    `what to compute for each group: ${aggregates.join(', ')}`,
    appendAggregate,
  ),
  new Option('--timezone <zone>', 'zone of hours, days and dates, such as Europe/Berlin').default(
    undefined,
    'UTC',
  ),
  new Option('--limit <number>', 'most rows to return, -1 for all').argParser(readLimit),
  choice('--order <order>', ['desc', 'asc'], 'newest or oldest first'),
]

const evidence = new Option(
  '--evidence <file>',
  'also write the events with their proofs into one HTML file, which checks them offline',
)

const created = new Option('--created <when>', 'when it happened: a preset, an operator or a range')

const filters = [
  repeatable('--event-type <name>', 'event type'),
  repeatable('--username <email>', 'who did it'),
  repeatable('--to-username <email>', 'to whom it was done'),
  repeatable('--record-uid <uid>', 'record'),
  repeatable('--shared-folder-uid <uid>', 'shared folder'),
  repeatable('--ip-address <address>', 'client address'),
  repeatable('--app <application>', 'UID or title of a Secrets Manager application'),
  repeatable('--device <device>', 'name or UID of a Secrets Manager device'),
  repeatable('--secret <uid>', 'record or folder that a Secrets Manager event is about'),
]

const narrowing = [
  new Option('--geo-location <place>', 'where the client is: [[city,]region,]country'),
  new Option(
    '--device-type <client>',
    'what the client is: its name, and its version: type[,version]',
  ),
]

const patterns = [
  new Option('--regex', 'patterns are regular expressions'),
  new Option('--match-all', 'all patterns must match, not just one'),
]

const syntaxHelp = new Option('--syntax-help', 'print this help and every event type, and end')

const ready = [
  new Option('--save <name>', 'also keep this question under a name'),
  new Option('--private', 'with --save: for yourself only, not for everybody who may read events'),
  new Option('--run <name>', 'run a saved or ready-made report; --created and --limit count anew'),
  new Option(
    '--sign-off <note>',
    'with --run or --save and --output: record that you reviewed the report, with the digest of the file',
  ),
  new Option('--list-reports', 'list the saved and ready-made reports, and end'),
  new Option('--remove-report <name>', 'remove a saved report of yours, and end'),
]

/** Commander's, which change nothing here. */
const ignored = [new Option('--max-record-details').hideHelp(), new Option('--minimal').hideHelp()]

/**
 * Gives a command the flags of Commander's `audit-report`, with ours for Secrets Manager; `--format` and `--output` are
 * global flags. Its action gets the patterns and then `AuditReportOptions`.
 */
export function addAuditReportOptions(command: Command): Command {
  command
    .description('Show who did what: events one by one, or counted.')
    .argument('[pattern...]', 'show only rows that contain it; see the prefixes below')
  for (const option of [
    ...shape,
    evidence,
    ...ready,
    syntaxHelp,
    created,
    ...filters,
    ...narrowing,
    ...patterns,
    ...ignored,
  ])
    command.addOption(option)
  return command.addHelpText('after', examples)
}

/** The flags that say which events, for a command without an end: `FilterOptions` but for `created`. */
export function addFilterOptions(command: Command): Command {
  command.argument(
    '[filter...]',
    'show only these events: app:UID -device:runner event:login "words"',
  )
  for (const option of filters) command.addOption(option)
  return command
}
