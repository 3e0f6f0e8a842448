import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { invalid } from '../../kernel/errors.ts'
import { say } from '../answer.ts'
import type { GlobalOptions } from '../global-options.ts'
import type { AuditReportOptions } from './options.ts'
import { outputPath } from './print-report.ts'
import type { Place } from './run-ready.ts'

/** What a reviewer signs: a report with a name, in a file that stays. */
type Review = { readonly report: string; readonly file: string; readonly detail: string }

/**
 * What is to be signed off once it is printed, if anything.
 *
 * @throws `invalid` when there is no name to sign for or no file to keep.
 */
export function reviewOf(
  { signOff: detail, run, save }: AuditReportOptions,
  global: GlobalOptions,
): Review | undefined {
  if (detail === undefined) return undefined
  const report = run ?? save
  if (report === undefined)
    throw invalid('--sign-off signs a report by its name: give it with --run or --save')
  const file = outputPath(global)
  if (file === undefined || file === '-')
    throw invalid('--sign-off signs a file, which you keep: name it with --output')
  return { report, file, detail }
}

async function digestOf(file: string): Promise<string> {
  const digest = createHash('sha256')
  await pipeline(createReadStream(file), digest)
  return digest.digest('hex')
}

/** Puts the review on the record, with the digest of the file as it was printed. */
export async function signOff(
  { report, file, detail }: Review,
  { vault, global, environment }: Place,
): Promise<void> {
  const digest = await digestOf(file)
  await vault.api.reports['sign-offs'].$post({ json: { report, digest, detail } })
  say(`Signed off: keep ${file}, whose SHA-256 ${digest} is on the record.`, global, environment)
}
