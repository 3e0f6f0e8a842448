import type { QueryInput } from '../../query/query.ts'
import type { SavedInput, toldReport } from '../../reports/actions/saved-reports.ts'
import type { OpenVault } from '../connect.ts'
import type { AuditReportOptions } from './options.ts'

/** A report under a name, as the server tells it. */
export type SavedReport = ReturnType<typeof toldReport>

/** What a command asks and how it prints it. */
export type Asked = {
  readonly question: QueryInput
  readonly options: AuditReportOptions
  readonly patterns: readonly string[]
}

/** A name is one part of a path, whatever is in it. */
const named = (name: string) => ({ name: encodeURIComponent(name) })

/** Keeps a question, and how its answer is printed, under a name. */
export async function saveReport(
  { api }: OpenVault,
  name: string,
  { question, options, patterns }: Asked,
): Promise<void> {
  const json: SavedInput = {
    question,
    layout: {
      report_format: options.reportFormat,
      columns: [...(options.columns ?? [])],
      patterns: [...patterns],
      regex: options.regex ?? false,
      match_all: options.matchAll ?? false,
    },
    private: options.private ?? false,
  }
  await api.reports.saved[':name'].$put({ param: named(name), json })
}

/** The reports that the reader may see. */
export const listSaved = async ({ api }: OpenVault): Promise<readonly SavedReport[]> =>
  (await (await api.reports.saved.$get()).json()) as readonly SavedReport[]

export async function removeSaved({ api }: OpenVault, name: string): Promise<void> {
  await api.reports.saved[':name'].$delete({ param: named(name) })
}

/** A saved report as a command would have asked it; `--created`, `--limit` and `--order` of the new one count. */
export function askedAgain(
  { question, layout }: SavedReport,
  { options }: Pick<Asked, 'options'>,
  fresh: Pick<QueryInput, 'limit' | 'order'>,
): Asked {
  const { filter, ...kept } = question
  const created = options.created === undefined ? {} : { created: options.created }
  return {
    question: { ...kept, ...fresh, filter: { ...filter, ...created } },
    options: {
      ...options,
      reportType: question.report_type ?? 'raw',
      reportFormat: layout.report_format,
      columns: layout.columns,
      ...(question.timezone !== undefined && { timezone: question.timezone }),
      aggregate: (question.aggregate ?? []) as NonNullable<AuditReportOptions['aggregate']>,
      regex: layout.regex,
      matchAll: layout.match_all,
    },
    patterns: layout.patterns,
  }
}
