import { readyRows } from '../../client/reports.ts'
import { notFound } from '../../kernel/errors.ts'
import { readyDocument, withTitleColumns } from '../../print/report/ready-document.ts'
import { answerList } from '../answer.ts'
import type { OpenVault } from '../connect.ts'
import type { Environment } from '../environment.ts'
import type { GlobalOptions } from '../global-options.ts'
import { printDocument } from '../print/print-document.ts'
import { countedRows } from '../progress.ts'
import { withApplicationUids } from './application-uids.ts'
import { vaultTitles } from './find-title.ts'
import type { AuditReportOptions } from './options.ts'
import { outputPath } from './print-report.ts'
import { listSaved } from './saved.ts'

const known = async ({ api }: OpenVault) => (await api.reports.library.$get()).json()

/** Whose reports these are, and where they go. */
export type Place = {
  readonly vault: OpenVault
  readonly global: GlobalOptions
  readonly environment: Environment
}

/** Prints which reports there are: saved ones, then ready-made ones. */
export async function listReports({ vault, global, environment }: Place) {
  const saved = (await listSaved(vault)).map(({ name, private: isPrivate }) => ({
    name,
    title: name,
    about: isPrivate ? 'saved, for yourself' : 'saved',
  }))
  const things = [...saved, ...(await known(vault))]
  await answerList({ columns: ['name', 'title', 'about'], things }, global, environment)
}

type Asking = Place & { readonly options: AuditReportOptions }

async function askedOf(vault: OpenVault, { app, created, limit }: AuditReportOptions) {
  const { app_uid } = app ? await withApplicationUids(vault, { app_uid: app }) : {}
  return {
    ...(created !== undefined && { created }),
    ...(limit !== undefined && { limit }),
    ...(app_uid && { app: [...app_uid] }),
  }
}

/**
 * Runs a ready-made report by its name.
 *
 * @throws `not-found` with the names that there are.
 */
export async function runReady(name: string, { options, vault, global, environment }: Asking) {
  const all = await known(vault)
  const report = all.find((one) => one.name === name)
  if (!report)
    throw notFound(`there is no report ${name}; there are ${all.map((one) => one.name).join(', ')}`)
  const asked = readyRows(vault.api, name, await askedOf(vault, options))
  const rows = countedRows(asked, global, environment)
  const columns = withTitleColumns(report.columns)
  const findTitle = columns.includes('record_title') ? await vaultTitles(vault) : () => ''
  const to = { format: global.format, output: outputPath(global), stream: environment.stdout }
  await printDocument(readyDocument(rows, columns, findTitle), to)
}
