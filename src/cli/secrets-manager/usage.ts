import { type Command, InvalidArgumentError, Option } from 'commander'
import type { ApiClient } from '../../client/api.ts'
import { reportRows } from '../../client/reports.ts'
import { invalid } from '../../kernel/errors.ts'
import { cellText } from '../../print/cell.ts'
import { bucketCell } from '../../print/report/created-text.ts'
import { answerList } from '../answer.ts'
import { openVault } from '../connect.ts'
import type { Environment } from '../environment.ts'
import { globalOptions } from '../global-options.ts'
import { printDocument } from '../print/print-document.ts'
import {
  callOf,
  timelineTable,
  type UsageOrder,
  type UsageTable,
  type UsageView,
  usageTable,
} from './usage-tables.ts'

type Flags = {
  readonly detail?: boolean
  readonly byDevice?: boolean
  readonly summary?: boolean
  readonly timeline?: boolean
  readonly range: '24h' | '7d' | '30d'
  readonly all?: boolean
  readonly created?: string
  readonly limit: number
  readonly sort: UsageOrder
}

const examples = `
A call is an event that a device read secrets (app_client_access). Without --created it is this month's, in UTC.

Examples:
  $ keepwatch sm usage
  $ keepwatch sm usage --detail --by-device --format csv --output usage.csv
  $ keepwatch sm usage --summary --created last_month
  $ keepwatch sm usage --timeline --range 7d --all`

/** The events of Secrets Manager that Keeper's console shows over time. */
const timelineEvents = [
  ...['app_record_shared', 'app_folder_shared', 'app_record_removed', 'app_folder_removed'],
  ...['app_record_share_changed', 'app_folder_share_changed', 'app_client_added'],
  ...['app_client_removed', 'app_client_connected', 'app_client_access'],
  ...['app_client_record_update', 'app_client_access_denied', 'record_rotation_on_demand_fail'],
  ...['record_rotation_on_demand_ok', 'record_rotation_scheduled_fail'],
  ...['record_rotation_scheduled_ok'],
]

const spans = {
  '24h': { created: 'last_24_hours', bucket: 'hour' },
  '7d': { created: 'last_7_days', bucket: 'day' },
  '30d': { created: 'last_30_days', bucket: 'day' },
} as const

function readLimit(value: string): number {
  if (/^(-1|\d{1,9})$/.test(value)) return Number(value)
  throw new InvalidArgumentError('It must be a whole number, or -1 for all rows.')
}

function viewOf({ detail, byDevice, summary }: Flags): UsageView {
  if (summary) return 'summary'
  if (detail) return byDevice ? 'devices in full' : 'owners in full'
  return byDevice ? 'devices' : 'owners'
}

async function usageOf(api: ApiClient, flags: Flags): Promise<UsageTable> {
  const { created = 'month_to_date', limit, sort } = flags
  const rows = reportRows(api, {
    report_type: 'span',
    columns: ['app_uid', 'device_name', 'username'],
    aggregate: ['occurrences'],
    limit,
    filter: { created, audit_event_type: ['app_client_access'] },
  })
  const calls = (await Array.fromAsync(rows)).map(callOf)
  return usageTable(calls, viewOf(flags), sort)
}

async function timelineOf(api: ApiClient, { range, all, limit, sort }: Flags): Promise<UsageTable> {
  const { created, bucket } = spans[range]
  const rows = reportRows(api, {
    report_type: bucket,
    columns: ['audit_event_type'],
    aggregate: ['occurrences'],
    limit,
    filter: { created, audit_event_type: timelineEvents },
  })
  const counted = (await Array.fromAsync(rows)).map((row) => ({
    when: cellText(bucketCell(row['created'], bucket, 'UTC')),
    event: String(row['audit_event_type']),
    count: Number(row['occurrences']),
  }))
  if (!all) return timelineTable(counted, sort)
  return {
    columns: [
      { name: 'created', title: 'Date' },
      { name: 'audit_event', title: 'Event' },
      { name: 'count', title: 'Number of Events' },
    ],
    rows: counted
      .map(({ when, event, count }) => [when, event, count])
      .toSorted((a, b) => String(a).localeCompare(String(b))),
  }
}

async function print({ columns, rows }: UsageTable, command: Command, environment: Environment) {
  const options = globalOptions(command, environment)
  const { format, output } = options
  if (format === 'json') {
    const names = columns.map(({ name }) => name)
    const things = rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at]])))
    return answerList({ columns: names, things }, options, environment)
  }
  const stream = environment.stdout as NodeJS.WritableStream
  const titles = columns.map(({ title }) => title)
  await printDocument({ columns: titles, rows }, { format, output, stream })
}

/** `sm usage`: who used Secrets Manager, and how often. */
export function addUsageCommand(parent: Command, environment: Environment): void {
  parent
    .command('usage')
    .description('how often secrets were read: by owner, by device, over time')
    .option('--detail', 'each owner with each device')
    .option('--by-device', 'by device')
    .option('--summary', 'the sums: calls, applications, devices, calls per owner')
    .option('--timeline', 'every event of Secrets Manager, over time')
    .addOption(
      new Option('--range <time>', 'of the timeline').choices(Object.keys(spans)).default('30d'),
    )
    .option('--all', 'with --timeline: each hour or day by itself')
    .option('--created <when>', 'when: as for audit-report (default: this month)')
    .addOption(
      new Option('--limit <rows>', 'most rows, -1 for all').argParser(readLimit).default(-1),
    )
    .addOption(new Option('--sort <by>', 'order').choices(['count', 'name']).default('count'))
    .addHelpText('after', examples)
    .action(async (flags: Flags, command: Command) => {
      if (flags.all && !flags.timeline) throw invalid('--all belongs to --timeline')
      if (flags.timeline && flags.created) throw invalid('the time of --timeline is --range')
      const { api } = await openVault(globalOptions(command, environment), environment)
      const table = flags.timeline ? await timelineOf(api, flags) : await usageOf(api, flags)
      await print(table, command, environment)
    })
}
