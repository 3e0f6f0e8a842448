import type { Command } from 'commander'
import type { ApiClient } from '../../client/api.ts'
import { Failure, invalid } from '../../kernel/errors.ts'
import type { Exported } from '../../verify/exported-leaf.ts'
import { receivedEvents } from '../../verify/received-file.ts'
import {
  type Comparison,
  reconcile as compare,
  findGaps,
  type Held,
  holdAll,
} from '../../verify/reconcile.ts'
import { answerList, say } from '../answer.ts'
import type { CliCommand } from '../command.ts'
import { openVault } from '../connect.ts'
import type { Environment } from '../environment.ts'
import { type GlobalOptions, globalOptions } from '../global-options.ts'

const examples = `
Looks only between the first and the last event of the files: what a receiver has not got yet, or no longer keeps, is no
difference. Reads JSON (Keeper's, ECS, OCSF, GELF, OTLP, also as Splunk, Elastic and others wrap it), syslog, CEF, LEEF and
CSV. Ends with exit code 4 when there is one: missing, duplicated, altered, or unknown to the log.

Examples:
  $ keepwatch reconcile --export siem.ndjson
  $ keepwatch reconcile --export /var/log/keepwatch.log --offline
  $ keepwatch reconcile --export monday.ndjson tuesday.ndjson --format json`

const pageSize = 1_000

/** The log from a number on, oldest first, until its end. */
async function* eventsFrom(
  api: ApiClient,
  first: number,
  filter?: string,
): AsyncGenerator<Exported> {
  for (let after: number | null = first - 1; after !== null; ) {
    const query = {
      order: ['ascending'],
      limit: [String(pageSize)],
      after: [String(after)],
      ...(filter && { q: [filter] }),
    }
    const page: { events: readonly unknown[]; next: number | null } = await (
      await api.events.$get({ query })
    ).json()
    yield* page.events as readonly Exported[]
    after = page.next
  }
}

async function* allEntries(files: readonly string[]) {
  for (const file of files) yield* receivedEvents(file)
}

type Flags = {
  readonly export: readonly string[]
  readonly offline?: boolean
  readonly filter?: string
}

async function compareWithLog(
  held: Held,
  { filter }: Flags,
  { options, environment }: { options: GlobalOptions; environment: Environment },
): Promise<Comparison> {
  const { api } = await openVault(options, environment)
  return compare(held, (first) => eventsFrom(api, first, filter))
}

async function reconcileFiles(
  flags: Flags,
  options: GlobalOptions,
  environment: Environment,
): Promise<void> {
  if (flags.offline && flags.filter)
    throw invalid('--filter needs the log: only it knows which events a filter leaves out')
  const held = await holdAll(allEntries(flags.export))
  const { differences, ...found } = flags.offline
    ? findGaps(held)
    : await compareWithLog(held, flags, { options, environment })
  const things = differences.map((difference) => ({ ...difference }))
  await answerList({ columns: ['seq', 'kind'], things }, options, environment)
  const range = `${found.compared} events from ${found.first} to ${found.last}`
  const good = flags.offline ? 'are without a gap and without a duplicate' : 'are as in the log'
  if (differences.length === 0) return say(`${range} ${good}.`, options, environment)
  throw new Failure('unproven', `${differences.length} differences in ${range}`)
}

/** A receiver's copy against the log. */
export const reconcile: CliCommand = {
  name: 'reconcile',
  add: (program, environment) => {
    program
      .command('reconcile')
      .description('Compare what a receiver holds with the log, event by event.')
      .requiredOption(
        '--export <file...>',
        'events as the receiver has them, in any format of a target',
      )
      .option('--offline', 'ask no server: find gaps and duplicates by the numbers alone')
      .option('--filter <query>', 'the filter of the target, when it has one')
      .addHelpText('after', examples)
      .action((flags: Flags, command: Command) =>
        reconcileFiles(flags, globalOptions(command, environment), environment),
      )
  },
}
