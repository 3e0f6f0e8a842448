import { listFolders } from '../../client/folders.ts'
import { listRecords, type OpenedRecord } from '../../client/records.ts'
import { type FindTitle, isTitleColumn } from '../../print/report/title-columns.ts'
import type { OpenVault } from '../connect.ts'
import type { AuditReportOptions } from './options.ts'

const wantsTitles = ({ reportType, reportFormat, columns = [] }: AuditReportOptions) =>
  (reportType === 'raw' && reportFormat === 'fields') || columns.some(isTitleColumn)

const urlOf = ({ fields }: OpenedRecord['record']) =>
  String(fields.find(({ type }) => type === 'url')?.value[0] ?? '')

const readers: Readonly<Record<string, (record: OpenedRecord['record']) => string>> = {
  record_title: ({ title }) => title,
  record_url: urlOf,
}

const nothing: FindTitle = () => ''

/** Titles from the reader's own vault. Fetching it is an event. Auditors have no vault, and so no titles. */
export async function vaultTitles(vault: OpenVault): Promise<FindTitle> {
  const { role } = await (await vault.api.sessions.current.$get()).json()
  if (role === 'auditor') return nothing
  const records = new Map(
    (await listRecords(vault)).map(({ record_uid, record }) => [record_uid, record]),
  )
  const folders = new Map(
    (await listFolders(vault)).map(({ folder_uid, name }) => [folder_uid, name]),
  )
  return (column, uid) => {
    if (column === 'shared_folder_title') return folders.get(uid) ?? ''
    const record = records.get(uid)
    return record ? (readers[column]?.(record) ?? '') : ''
  }
}

/** The titles that a report shows; the vault is fetched only when it shows some. */
export const titlesFor = async (
  vault: OpenVault,
  options: AuditReportOptions,
): Promise<FindTitle> => (wantsTitles(options) ? vaultTitles(vault) : nothing)
