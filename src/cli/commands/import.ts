import { basename } from 'node:path'
import type { Command } from 'commander'
import type { ApiClient } from '../../client/api.ts'
import { newUid } from '../../client/crypto/uid.ts'
import { type ImportEntry, importFile } from '../../client/imports.ts'
import { type Formats, loadFormats } from '../../foreign/formats.ts'
import type { FileEntry } from '../../foreign/log-file.ts'
import { conflict } from '../../kernel/errors.ts'
import { answerList, type Thing } from '../answer.ts'
import type { CliCommand } from '../command.ts'
import { openVault } from '../connect.ts'
import type { Environment } from '../environment.ts'
import { type GlobalOptions, globalOptions } from '../global-options.ts'
import { dryRun } from '../import/dry-run.ts'
import { type Named, namedBy, type OpenImport, openImport } from '../import/open-import.ts'
import { addImportOptions, type ImportOptions } from '../import/options.ts'
import { type Tally, tally } from '../import/tally.ts'
import { progressLine } from '../progress.ts'

const columns = [
  'file',
  'from',
  'entries',
  'imported',
  'already_there',
  'unreadable',
  'first',
  'last',
]

/** Everything that an import needs for each of its files. */
type Run = {
  readonly formats: Formats
  readonly named: Named
  readonly source?: string | undefined
  /** Absent for a dry run. */
  readonly api?: ApiClient
  readonly options: GlobalOptions
  readonly environment: Environment
}

async function* readable(
  entries: AsyncIterable<FileEntry>,
  sum: Tally,
): AsyncGenerator<ImportEntry> {
  for await (const { line, text, problem } of entries) {
    if (problem === undefined) yield { line, text }
    else sum.bad(line, problem)
  }
}

async function send(
  api: ApiClient,
  { named, source }: Run,
  open: OpenImport & { file: string; sum: Tally },
) {
  const { format, log, file, sum } = open
  const import_uid = newUid()
  const described = {
    import_uid,
    from: format.name,
    ...(named.mapping !== undefined && { mapping: named.mapping }),
    ...(source !== undefined && { source }),
    file: basename(file),
    ...(log.columns && { columns: log.columns }),
  }
  for await (const part of importFile(api, described, readable(log.entries, sum))) sum.add(part)
  return { import_uid }
}

async function importOne(run: Run, file: string): Promise<Thing> {
  const { formats, named, source, api, options, environment } = run
  const line = progressLine(basename(file), options, environment)
  const { format, log } = await openImport(formats, named, { file, progress: line.show })
  const sum = tally(file, (sentence) => environment.stderr.write(`${sentence}\n`))
  const open = { format, log, file, sum }
  try {
    const from = source === undefined ? format.name : `${format.name}/${source}`
    const sent = api ? await send(api, run, open) : undefined
    if (!api) for await (const entry of log.entries) sum.add(dryRun(open, entry))
    return { ...sum.sum(), from, ...sent }
  } finally {
    line.end()
  }
}

async function importFiles(
  files: readonly string[],
  flags: ImportOptions,
  run: Run,
): Promise<void> {
  const sums: Thing[] = []
  for (const file of files) sums.push(await importOne(run, file))
  await answerList({ columns, things: sums }, run.options, run.environment)
  const unreadable = sums.reduce((total, sum) => total + Number(sum['unreadable']), 0)
  if (unreadable > 0)
    throw conflict(
      `${unreadable} entries could not be read; the others are ${flags.dryRun ? 'readable' : 'in the log'}`,
    )
}

/** Events of another log, taken into this one: see `addImportOptions`. */
export const importCommand: CliCommand = {
  name: 'import',
  add: (program, environment) => {
    addImportOptions(program.command('import')).action(
      async (files: readonly string[], flags: ImportOptions, command: Command) => {
        const options = globalOptions(command, environment)
        const named = await namedBy(flags)
        const formats = await loadFormats()
        const { source } = flags
        const vault = flags.dryRun ? undefined : await openVault(options, environment)
        const run = {
          formats,
          named,
          source,
          options,
          environment,
          ...(vault && { api: vault.api }),
        }
        await importFiles(files, flags, run)
      },
    )
  },
}
