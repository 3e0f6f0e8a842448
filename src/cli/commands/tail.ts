import { type Command, InvalidArgumentError } from 'commander'
import { type LogEvent, liveEvents, newestEvents, pastEvents } from '../../client/live-events.ts'
import { invalid } from '../../kernel/errors.ts'
import { cellText } from '../../print/cell.ts'
import { visible, visibleJson } from '../../print/visible.ts'
import { say } from '../answer.ts'
import { applicationUidsIn, withApplicationUids } from '../audit-report/application-uids.ts'
import { addFilterOptions, type FilterOptions } from '../audit-report/options.ts'
import { listFilters } from '../audit-report/to-query.ts'
import type { CliCommand } from '../command.ts'
import { type OpenVault, openVault } from '../connect.ts'
import type { Environment } from '../environment.ts'
import { type GlobalOptions, globalOptions } from '../global-options.ts'
import { writeNow } from '../print/write-now.ts'

type TailOptions = FilterOptions & {
  readonly since?: number
  readonly last?: number
  readonly follow: boolean
}

const examples = `
The filter is the text of a query: see docs/guides/query.md. Put it in quotes, so that the shell leaves it alone.
Ctrl-C ends it. After a cut it comes back where it was: nothing is missing, nothing comes twice.

Examples:
  $ keepwatch tail
  $ keepwatch tail --event-type app_client_access_denied --last 20
  $ keepwatch tail 'device:ci-* -event:app_client_access'
  $ keepwatch tail 'outcome:denied address:10.0.0.0/8 "one-time token"'
  $ keepwatch tail --since 1042 --format ndjson >> events.ndjson
  $ keepwatch tail --no-follow --format ndjson > everything.ndjson`

const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const number = /^\d{1,15}$/.test(text) ? Number(text) : -1
    if (number >= least && number <= most) return number
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`)
  }

function line(event: LogEvent): string {
  const time = cellText(Temporal.Instant.from(event.timestamp))
  const who = event['username'] ?? event['remote_address'] ?? '-'
  return visible(`${time}  ${who}  ${event.message || event.audit_event}`)
}

const texts: Readonly<Record<string, (event: LogEvent) => string>> = {
  table: line,
  ndjson: (event) => visibleJson(JSON.stringify(event)),
}

/** What came before, if that was asked for, and then everything that comes. */
async function* eventsOf(
  vault: OpenVault,
  { since, last, follow, filter, ...options }: TailOptions & { readonly filter: string },
  connection: { readonly signal: AbortSignal; readonly lost: (why: string) => void },
): AsyncGenerator<LogEvent> {
  const { api } = vault
  const flags = await withApplicationUids(vault, listFilters(options))
  const q = await applicationUidsIn(vault, filter)
  const query = { ...flags, ...(q !== '' && { q: [q] }) }
  if (!follow && last === undefined) return yield* pastEvents(api, query, (since ?? 0) - 1)
  const newest = last === undefined ? [] : await newestEvents(api, query, last)
  yield* newest
  if (!follow) return
  const from = since === undefined ? undefined : since - 1
  const after = last === undefined ? from : (newest.at(-1)?.seq ?? -1)
  yield* liveEvents(api, { query, after, ...connection })
}

function printer({ format, output }: GlobalOptions): (event: LogEvent) => string {
  const text = texts[format]
  if (!text) throw invalid('tail prints a table or --format ndjson')
  if (output) throw invalid('tail writes to standard output: send it to a file with > FILE')
  return text
}

async function follow(
  filter: string,
  flags: TailOptions,
  { options, environment }: { options: GlobalOptions; environment: Environment },
): Promise<void> {
  const text = printer(options)
  const vault = await openVault(options, environment)
  const done = new AbortController()
  const signal = AbortSignal.any([environment.interrupted(), done.signal])
  const lost = (why: string) => say(`Connection lost, trying again: ${why}`, options, environment)
  try {
    for await (const event of eventsOf(vault, { ...flags, filter }, { signal, lost })) {
      if ((await writeNow(environment.stdout, `${text(event)}\n`)) === 'gone') return
    }
  } finally {
    done.abort()
  }
}

/** Live events. */
export const tail: CliCommand = {
  name: 'tail',
  add: (program, environment) => {
    addFilterOptions(program.command('tail'))
      .description('Show events as they happen.')
      .option(
        '--since <seq>',
        'begin with the event of this number',
        wholeNumber(0, Number.MAX_SAFE_INTEGER),
      )
      .option('--no-follow', 'stop at the newest event instead of waiting for more')
      .option('--last <number>', 'begin with the newest ones', wholeNumber(1, 1_000))
      .addHelpText('after', examples)
      .action((filter: readonly string[], flags: TailOptions, command: Command) => {
        if (flags.since !== undefined && flags.last !== undefined)
          throw invalid('give either --since or --last')
        const options = globalOptions(command, environment)
        return follow(filter.join(' '), flags, { options, environment })
      })
  },
}
