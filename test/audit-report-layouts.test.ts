import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { Command } from 'commander'
import { expect, test } from 'vitest'
import { type AuditReportOptions, addAuditReportOptions } from '../src/cli/audit-report/options.ts'
import { printReport } from '../src/cli/audit-report/print-report.ts'
import { toQuery } from '../src/cli/audit-report/to-query.ts'
import { type GlobalOptions, withGlobalOptions } from '../src/cli/global-options.ts'
import { vocabularyOf } from '../src/events/vocabulary.ts'
import { parseQuery } from '../src/query/query.ts'
import type { Row } from '../src/reports/columns.ts'
import { events } from './audit-report-events.ts'
import { plainReport } from './support/plain-report.ts'

const golden = join(import.meta.dirname, 'golden/audit-report')
const now = new Date('2026-11-23T12:00:00Z')
const catalog = new Map()

async function* each(rows: readonly Row[]) {
  yield* rows
}

/** What `keepwatch audit-report` prints with these flags over the fixed log. */
async function auditReport(flags: readonly string[]): Promise<string> {
  let printed = ''
  const stream = new Writable({
    decodeStrings: false,
    write(chunk: string, _encoding, done) {
      printed += chunk
      done()
    },
  })
  const program = withGlobalOptions(new Command('keepwatch').exitOverride())
  addAuditReportOptions(program.command('audit-report')).action(
    async (patterns: readonly string[], options: AuditReportOptions) => {
      const query = parseQuery(
        JSON.parse(JSON.stringify(toQuery(options))),
        vocabularyOf(catalog).fields,
      )
      const rows = each(await plainReport(query, { events, catalog, now }))
      const { format, output } = program.opts<GlobalOptions>()
      await printReport(rows, { options, patterns, format, output, stream })
    },
  )
  await program.parseAsync(['audit-report', ...flags], { from: 'user' })
  return printed
}

const layouts: Readonly<Record<string, string>> = {
  'raw-message.txt': '',
  'raw-message.csv.txt': '--format csv',
  'raw-message.json.txt': '--format json --limit 3',
  'raw-message.ndjson.txt': '--format ndjson --order asc --limit 3',
  'raw-fields.txt': '--report-format fields',
  'raw-fields.csv.txt': '--report-format fields --format csv',
  'raw-fields.json.txt': '--report-format fields --format json --limit 4',
  'raw-nothing.txt': '--username nobody@example.com',
  'span.txt': '--report-type span --columns audit_event_type',
  'span-aggregates.txt':
    '--report-type span --aggregate last_created --aggregate occurrences,first_created --columns app_uid --columns device_name',
  'span-aggregates.json.txt':
    '--report-type span --aggregate last_created --aggregate occurrences --columns ip_address --format json',
  'span-titles.txt': '--report-type span --columns record_title --columns record_uid',
  'hour.txt': '--report-type hour --timezone Europe/Berlin --aggregate first_created',
  'day.txt': '--report-type day --timezone Europe/Berlin --columns username',
  'day.csv.txt': '--report-type day --format csv',
  'week.txt': '--report-type week',
  'month.txt': '--report-type month --order asc',
  'dim-keeper-version.txt': '--report-type dim --columns keeper_version',
  'dim-device-type.txt': '--report-type dim --columns device_type',
  'dim-ip-address.json.txt': '--report-type dim --columns ip_address --format json',
  'dim-username.txt': '--report-type dim --columns username',
  'patterns.txt': 'regex:app_client_a(dded|ccess) not:ci-runner',
  'patterns-all.txt': '--match-all regex:app_client_a(dded|ccess) not:exact:203.0.113.9 ci-runner',
  'filters.txt':
    '--record-uid 5Fq0fqKz7mWkN7jS3n8aXw --app qZ3vYkT0R1mXcW9dLhPb2A --created 2026-11-21',
}

test.each(Object.entries(layouts))('%s is printed by: audit-report %s', async (file, flags) => {
  const printed = await auditReport(flags.split(' ').filter((flag) => flag !== ''))
  expect(printed).toBe(await readFile(join(golden, file), 'utf8'))
})

test('no layout lets a device name reach the terminal', async () => {
  for (const flags of Object.values(layouts)) {
    const printed = await auditReport(flags.split(' ').filter((flag) => flag !== ''))
    for (const control of ['\u001b', '\u202e']) expect(printed).not.toContain(control)
  }
})

test('JSON gives the hostile name back as it was', async () => {
  const rows = JSON.parse(await auditReport(['--format', 'json', '--report-format', 'fields']))
  expect(rows[0].device_name).toBe(events.at(-1)?.['device_name'])
})

test('a UTC day and a Berlin day differ where the dates do', async () => {
  const created = ['--created', '2026-10-25', '--format', 'json']
  expect(JSON.parse(await auditReport(created))).toHaveLength(2)
  const berlin = [...created, '--timezone', 'Europe/Berlin']
  expect(JSON.parse(await auditReport(berlin))).toHaveLength(3)
})
