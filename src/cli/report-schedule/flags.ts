import { readFile } from 'node:fs/promises'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { invalid } from '../../kernel/errors.ts'
import { readSettings } from '../siem/settings.ts'

/** The flags of `report-schedule add` and `edit`. */
export type ScheduleFlags = {
  readonly report?: string
  readonly cron?: string
  readonly timezone?: string
  readonly fileFormat?: 'csv' | 'json' | 'ndjson' | 'pdf'
  readonly created?: string
  readonly limit?: number | null
  readonly private?: boolean
  readonly email?: readonly string[]
  readonly slack?: string
  readonly teams?: string
  readonly s3?: readonly string[]
  readonly not?: readonly string[]
}

const append = (value: string, before: readonly string[] = []) => [...before, value]

function readLimit(value: string): number | null {
  if (value === '') return null
  if (/^(-1|\d{1,9})$/.test(value)) return Number(value)
  throw new InvalidArgumentError('It must be a whole number, or -1 for all rows.')
}

const options = [
  new Option('--report <name>', 'the saved or ready-made report; `audit-report --list-reports`'),
  new Option('--cron <expression>', 'when: five fields of cron, or @daily, @weekly, @monthly'),
  new Option('--timezone <zone>', 'on whose clock, such as Europe/Berlin (default: UTC)'),
  new Option('--file-format <form>', 'form of the file (default: csv)').choices([
    ...['csv', 'json', 'ndjson', 'pdf'],
  ]),
  new Option('--created <when>', 'ask about another time than the report; empty for its own'),
  new Option('--limit <number>', 'most rows, -1 for all; empty for the report’s own').argParser(
    readLimit,
  ),
  new Option('--private', 'only you see it, its runs and their files'),
  new Option('--no-private', 'everybody sees it who may read events'),
  new Option('--email <address>', 'send a mail with the file (repeatable)').argParser(append),
  new Option('--slack <url>', 'post to an incoming webhook of Slack, or @FILE with its URL'),
  new Option('--teams <url>', 'post to a workflow of Teams, or @FILE with its URL'),
  new Option(
    '--s3 <name=value>',
    'put the file into a bucket: a setting, or NAME=@FILE (repeatable); `report-schedule ways`',
  ).argParser(append),
]

const without = new Option('--not <way>', 'no longer send by that way (repeatable)').argParser(
  append,
)

export function addScheduleOptions(command: Command): Command {
  for (const option of options) command.addOption(option)
  return command
}

export const addChangeOptions = (command: Command): Command =>
  addScheduleOptions(command).addOption(without)

/** A secret address may stand in a file, so that it is not on the command line. */
async function urlOf(text: string): Promise<string> {
  if (!text.startsWith('@')) return text
  const content = await readFile(text.slice(1), 'utf8').catch((cause) => {
    throw invalid(`${text.slice(1)} cannot be read`, { cause })
  })
  return content.trim()
}

async function waysOf({ email, slack, teams, s3, not = [] }: ScheduleFlags) {
  return {
    ...(email && { email: { to: email.join(',') } }),
    ...(slack !== undefined && { slack: { url: await urlOf(slack) } }),
    ...(teams !== undefined && { teams: { url: await urlOf(teams) } }),
    ...(s3 && { s3: await readSettings(s3) }),
    ...Object.fromEntries(not.map((way) => [way, null])),
  }
}

/** What flags say of a schedule; what they do not name is absent. */
export async function scheduleOfFlags(flags: ScheduleFlags) {
  const { report, cron, timezone, fileFormat: format, created, limit } = flags
  return {
    ...(report !== undefined && { report }),
    ...(cron !== undefined && { cron }),
    ...(timezone !== undefined && { timezone }),
    ...(format !== undefined && { format }),
    ...(created !== undefined && { created: created === '' ? null : created }),
    ...(limit !== undefined && { limit }),
    ...(flags.private !== undefined && { private: flags.private }),
    ways: await waysOf(flags),
  }
}
