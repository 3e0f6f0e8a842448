import type { Command } from 'commander'
import type { ApiClient } from '../../client/api.ts'
import { reportRows } from '../../client/reports.ts'
import { invalid } from '../../kernel/errors.ts'
import { withApplicationUids } from '../audit-report/application-uids.ts'
import { titlesFor } from '../audit-report/find-title.ts'
import { type AuditReportOptions, addAuditReportOptions } from '../audit-report/options.ts'
import { printReport } from '../audit-report/print-report.ts'
import { listReady, runReady } from '../audit-report/run-ready.ts'
import { toQuery } from '../audit-report/to-query.ts'
import type { CliCommand } from '../command.ts'
import { type OpenVault, openVault } from '../connect.ts'
import type { Environment } from '../environment.ts'
import { printedSeqs, writeEvidence } from '../evidence/write-evidence.ts'
import { type GlobalOptions, globalOptions } from '../global-options.ts'

/** Commander's long help: the flags, then every event type. Ours have names and no numbers. */
async function explain(command: Command, api: ApiClient, { stdout }: Environment) {
  command.outputHelp()
  const types = reportRows(api, { report_type: 'dim', columns: ['audit_event_type'] })
  stdout.write('\nEvent types:\n')
  for await (const { name, category } of types)
    stdout.write(`  ${String(name).padEnd(46)} ${category}\n`)
}

type Asking = {
  readonly options: AuditReportOptions
  readonly patterns: readonly string[]
  readonly vault: OpenVault
  readonly global: GlobalOptions
  readonly environment: Environment
}

async function report({ options, patterns, vault, global, environment }: Asking) {
  const findTitle = await titlesFor(vault, options)
  const query = toQuery(options)
  const filter = await withApplicationUids(vault, query.filter ?? {})
  const rows = reportRows(vault.api, { ...query, filter })
  const { seqs, printed } = printedSeqs()
  const { format, output, server } = global
  const to = { options, patterns, format, output, stream: environment.stdout, findTitle }
  if (options.evidence === undefined) return printReport(rows, to)
  await printReport(rows, { ...to, printed })
  const question = JSON.stringify({ ...query, filter })
  await writeEvidence(vault, seqs, { file: options.evidence, server, question })
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
        const asking = { options, patterns, vault, global, environment }
        if (options.syntaxHelp) return explain(command, vault.api, environment)
        if (options.listReports) return listReady(vault, global, environment)
        if (options.run !== undefined) return runReady(options.run, asking)
        return report(asking)
      },
    )
  },
}
