import type { Command } from 'commander'
import type { ApiClient } from '../../client/api.ts'
import { Failure } from '../../kernel/errors.ts'
import { exportedEntries } from '../../verify/export-files.ts'
import type { Exported } from '../../verify/exported-leaf.ts'
import { reconcile as compare, holdAll } from '../../verify/reconcile.ts'
import { answerList, say } from '../answer.ts'
import type { CliCommand } from '../command.ts'
import { openVault } from '../connect.ts'
import type { Environment } from '../environment.ts'
import { type GlobalOptions, globalOptions } from '../global-options.ts'

const examples = `
Looks only between the first and the last event of the files: what a receiver has not got yet, or no longer keeps, is no
difference. Ends with exit code 4 when there is one: missing, duplicated, altered, or unknown to the log.

Examples:
  $ keepwatch reconcile --export siem.ndjson
  $ keepwatch reconcile --export monday.ndjson tuesday.ndjson --format json`

const pageSize = 1_000

/** The log from a number on, oldest first, until its end. */
async function* eventsFrom(api: ApiClient, first: number): AsyncGenerator<Exported> {
  for (let after: number | null = first - 1; after !== null; ) {
    const query = { order: ['ascending'], limit: [String(pageSize)], after: [String(after)] }
    const page: { events: readonly unknown[]; next: number | null } = await (
      await api.events.$get({ query })
    ).json()
    yield* page.events as readonly Exported[]
    after = page.next
  }
}

async function* allEntries(files: readonly string[]) {
  for (const file of files) yield* exportedEntries(file)
}

async function reconcileFiles(
  files: readonly string[],
  options: GlobalOptions,
  environment: Environment,
): Promise<void> {
  const held = await holdAll(allEntries(files))
  const { api } = await openVault(options, environment)
  const { differences, ...found } = await compare(held, (first) => eventsFrom(api, first))
  const things = differences.map((difference) => ({ ...difference }))
  await answerList({ columns: ['seq', 'kind'], things }, options, environment)
  const range = `${found.compared} events from ${found.first} to ${found.last}`
  if (differences.length === 0) return say(`${range} are as in the log.`, options, environment)
  throw new Failure('unproven', `${differences.length} differences in ${range}`)
}

/** A receiver's copy against the log. */
export const reconcile: CliCommand = {
  name: 'reconcile',
  add: (program, environment) => {
    program
      .command('reconcile')
      .description('Compare what a receiver holds with the log, event by event.')
      .requiredOption('--export <file...>', 'events as the receiver has them: JSON, or JSON a line')
      .addHelpText('after', examples)
      .action((flags: { export: readonly string[] }, command: Command) =>
        reconcileFiles(flags.export, globalOptions(command, environment), environment),
      )
  },
}
