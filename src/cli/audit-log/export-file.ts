import { resolve } from 'node:path'
import { listRecords, type OpenedRecord } from '../../client/records.ts'
import { invalid, notFound } from '../../kernel/errors.ts'
import type { OpenVault } from '../connect.ts'
import type { AuditLogOptions } from './options.ts'

/** The title of the record that Commander keeps the settings in. */
const usualRecord = 'Audit Log: JSON'

const loginOf = ({ record }: OpenedRecord) =>
  String(record.fields.find(({ type }) => type === 'login')?.value[0] ?? '').trim()

/** The file to export into: the one of the flag, or the login of a record of the reader's vault. */
export async function exportFile(
  vault: OpenVault,
  { filePath, record = usualRecord }: AuditLogOptions,
): Promise<string> {
  if (filePath) return resolve(filePath)
  const records = await listRecords(vault)
  const found =
    records.find(({ record_uid }) => record_uid === record) ??
    records.find((one) => one.record.title === record)
  if (!found)
    throw notFound(`there is no record "${record}" in your vault: name the file with --file-path`)
  const file = loginOf(found)
  if (file === '') throw invalid(`the record "${record}" has no login: put the file's name there`)
  return resolve(file)
}
