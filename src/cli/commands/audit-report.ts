import type { Command } from 'commander'
import type { ApiClient } from '../../client/api.ts'
import { reportRows } from '../../client/reports.ts'
import { invalid } from '../../kernel/errors.ts'
import { withApplicationUids } from '../audit-report/application-uids.ts'
import { titlesFor } from '../audit-report/find-title.ts'
import { type AuditReportOptions, addAuditReportOptions } from '../audit-report/options.ts'
import { printReport } from '../audit-report/print-report.ts'
import { listReports, type Place, runReady } from '../audit-report/run-ready.ts'
import {
  type Asked,
  askedAgain,
  listSaved,
  removeSaved,
  saveReport,
} from '../audit-report/saved.ts'
import { reviewOf, signOff } from '../audit-report/sign-off.ts'
import { toQuery } from '../audit-report/to-query.ts'
import type { CliCommand } from '../command.ts'
import { openVault } from '../connect.ts'
import type { Environment } from '../environment.ts'
import { printedSeqs, writeEvidence } from '../evidence/write-evidence.ts'
import { globalOptions } from '../global-options.ts'
import { countedRows } from '../progress.ts'

/** Commander's long help: the flags, then every event type. Ours have names and no numbers. */
async function explain(command: Command, api: ApiClient, { stdout }: Environment) {
  command.outputHelp()
  const types = reportRows(api, { report_type: 'dim', columns: ['audit_event_type'] })
  stdout.write('\nEvent types:\n')
  for await (const { name, category } of types)
    stdout.write(`  ${String(name).padEnd(46)} ${category}\n`)
}

async function print(
  { question, options, patterns }: Asked,
  { vault, global, environment }: Place,
) {
  const findTitle = await titlesFor(vault, options)
  const rows = countedRows(reportRows(vault.api, question), global, environment)
  const { seqs, printed } = printedSeqs()
  const { format, output, server } = global
  const to = { options, patterns, format, output, stream: environment.stdout, findTitle }
  if (options.evidence === undefined) return printReport(rows, to)
  await printReport(rows, { ...to, printed })
  const asked = JSON.stringify(question)
  await writeEvidence(vault, seqs, { file: options.evidence, server, question: asked })
}

/** What the flags ask, with UIDs for titles; `--save` keeps it before it is answered. */
async function report(options: AuditReportOptions, patterns: readonly string[], place: Place) {
  const query = toQuery(options)
  const filter = await withApplicationUids(place.vault, query.filter ?? {})
  const asked = { question: { ...query, filter }, options, patterns }
  if (options.save !== undefined) await saveReport(place.vault, options.save, asked)
  await print(asked, place)
}

/** A saved report, or a ready-made one: names are of one or of the other. */
async function runNamed(name: string, options: AuditReportOptions, place: Place) {
  const saved = (await listSaved(place.vault)).find((one) => one.name === name)
  if (!saved) return runReady(name, { ...place, options })
  const { limit, order } = toQuery(options)
  const fresh = { ...(limit !== undefined && { limit }), ...(order && { order }) }
  await print(askedAgain(saved, { options }, fresh), place)
}

/** Prints what the flags ask for by name or by themselves; what is signed off must have been printed. */
async function answer(options: AuditReportOptions, patterns: readonly string[], place: Place) {
  const review = reviewOf(options, place.global)
  if (options.run !== undefined) await runNamed(options.run, options, place)
  else await report(options, patterns, place)
  if (review) await signOff(review, place)
}

/** Who did what: see `addAuditReportOptions`. */
export const auditReport: CliCommand = {
  name: 'audit-report',
  add: (program, environment) => {
    addAuditReportOptions(program.command('audit-report').alias('ar')).action(
      async (patterns: readonly string[], options: AuditReportOptions, command) => {
        if (options.evidence && options.reportType !== 'raw')
          throw invalid('--evidence proves events one by one: leave out --report-type')
        const global = globalOptions(command, environment)
        const vault = await openVault(global, environment)
        const place = { vault, global, environment }
        if (options.syntaxHelp) return explain(command, vault.api, environment)
        if (options.listReports) return listReports(place)
        if (options.removeReport !== undefined) return removeSaved(vault, options.removeReport)
        return answer(options, patterns, place)
      },
    )
  },
}
