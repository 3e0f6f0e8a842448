import { readFile } from 'node:fs/promises'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { invalid } from '../../kernel/errors.ts'

/** The flags of `audit-alert add` and `edit`: Commander's, and what its alerts cannot say. */
export type RuleFlags = {
  readonly name?: string
  readonly description?: string
  readonly frequency?: string
  readonly auditEvent?: readonly string[]
  readonly user?: readonly string[]
  readonly recordUid?: readonly string[]
  readonly sharedFolderUid?: readonly string[]
  readonly active?: 'on' | 'off'
  readonly filter?: string
  readonly when?: string
  readonly of?: string
  readonly count?: number
  readonly within?: string
  readonly times?: number
  readonly after?: string
  readonly settled?: string
  readonly groupBy?: readonly string[]
  readonly severity?: string
  readonly shadow?: 'on' | 'off'
  readonly rule?: string
  readonly ready?: string
}

/** With commas and repetition; an empty text clears the list. */
const list = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  ...value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
]

export function readCount(value: string): number {
  if (/^[1-9]\d{0,5}$/.test(value)) return Number(value)
  throw new InvalidArgumentError('It must be a whole number.')
}

const listed = (flags: string, text: string) =>
  new Option(flags, `${text} (repeatable, commas, empty for all)`).argParser(list)

const onOff = (flags: string, text: string) => new Option(flags, text).choices(['on', 'off'])

const keepers = [
  new Option('--name <name>', 'what it is called'),
  new Option(
    '--frequency <often>',
    'how often to tell: [N:]event for every Nth, N:minute, N:hour or N:day for once in that time',
  ),
  listed('--audit-event <name>', 'event type'),
  listed('--user <email>', 'who did it'),
  listed('--record-uid <uid>', 'record'),
  listed('--shared-folder-uid <uid>', 'shared folder'),
  onOff('--active <state>', 'whether it tells'),
]

const ours = [
  new Option('--description <text>', 'what it is for'),
  new Option('--filter <query>', 'only events that this query finds'),
  new Option(
    '--when <condition>',
    'when it comes true (default: every; count with --count)',
  ).choices([...['every', 'count', 'distinct', 'first', 'most', 'silence', 'spike']]),
  new Option('--of <field>', 'distinct, first, most: the field whose values count'),
  new Option('--count <number>', 'count, distinct, spike: so many').argParser(readCount),
  new Option('--within <time>', 'count, distinct, most, spike: the window, such as 10m, 1h or 7d'),
  new Option('--times <number>', 'silence, spike: so many times what is usual').argParser(Number),
  new Option('--after <time>', 'silence: nothing for that long'),
  new Option('--settled <time>', 'first, most: only of what has been known for that long'),
  listed('--group-by <field>', 'each value of this field counts by itself'),
  new Option('--severity <word>', 'how serious it is').choices([
    ...['info', 'notice', 'warning', 'critical'],
  ]),
  onOff('--shadow <state>', 'on: only on the record, nobody is told'),
  new Option('--ready <name>', 'begin with a ready-made alert; `audit-alert ready` lists them'),
  new Option(
    '--rule <file>',
    'the rule as JSON, as `view --format json` has it; flags come on top',
  ),
]

export function addRuleOptions(command: Command): Command {
  for (const option of [...keepers, ...ours]) command.addOption(option)
  return command
}

type Part = Readonly<Record<string, unknown>>

const given = (part: Part): Part =>
  Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined))

async function ruleIn(file: string): Promise<Part> {
  try {
    const read = JSON.parse(await readFile(file, 'utf8')) as Part
    return (read['rule'] ?? read) as Part
  } catch (cause) {
    throw invalid(`${file} cannot be read as a rule: it must be JSON`, { cause })
  }
}

function conditionOf(flags: RuleFlags): Part | undefined {
  const { when, of, count: at_least, within, times, after, settled } = flags
  const parts = given({ of, at_least, within, times, after, settled })
  if (when === undefined && Object.keys(parts).length === 0) return undefined
  return { ...given({ when }), ...parts }
}

/** What flags say of a rule; what they do not name is absent. */
export async function ruleOf(flags: RuleFlags): Promise<Part> {
  const { auditEvent, user, recordUid, sharedFolderUid, filter: q } = flags
  const { name, description, frequency, groupBy, severity, shadow } = flags
  const lists = { audit_event: auditEvent, user, record_uid: recordUid }
  const filter = given({ ...lists, shared_folder_uid: sharedFolderUid, q })
  return {
    ...(flags.rule !== undefined && (await ruleIn(flags.rule))),
    ...given({ name, description, frequency, group_by: groupBy, severity }),
    ...(Object.keys(filter).length > 0 && { filter }),
    ...given({ condition: conditionOf(flags) }),
    ...(shadow && { mode: shadow === 'on' ? 'shadow' : 'live' }),
  }
}
