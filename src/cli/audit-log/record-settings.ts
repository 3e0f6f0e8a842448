import { listRecords, type OpenedRecord } from '../../client/records.ts'
import { notFound } from '../../kernel/errors.ts'
import type { OpenVault } from '../connect.ts'

/** The titles under which Commander looks for its settings. */
const usualRecords: Readonly<Record<string, string>> = {
  splunk: 'Audit Log: Splunk',
  syslog: 'Audit Log: Syslog',
  'syslog-port': 'Audit Log: Syslog Port',
  sumo: 'Audit Log: Sumologic',
  'azure-la': 'Audit Log: Azure Log Analytics',
  json: 'Audit Log: JSON',
}

/** What Commander keeps in the record of a target. Empty texts are left out. */
export type RecordSettings = {
  readonly title: string
  readonly login?: string
  readonly password?: string
  readonly url?: string
  readonly is_octet_counting?: string
  readonly shared_folder_uids?: string
}

type Field = OpenedRecord['record']['fields'][number]

const textOf = ({ value }: Field) => String(value[0] ?? '').trim()

function settingsOf({ record }: OpenedRecord): RecordSettings {
  const named = [...record.fields, ...record.custom].map((field) => [
    field.label || field.type,
    textOf(field),
  ])
  const typed = record.fields.map((field) => [field.type, textOf(field)])
  const given = Object.fromEntries([...named, ...typed].filter(([, text]) => text !== ''))
  return { ...given, title: record.title }
}

/** Reads the record of that name or UID, or the one that Commander would take. Throws `not-found`. */
export async function recordSettings(
  vault: OpenVault,
  { target, record = usualRecords[target] }: { readonly target: string; readonly record?: string },
): Promise<RecordSettings> {
  const records = await listRecords(vault)
  const found =
    records.find(({ record_uid }) => record_uid === record) ??
    records.find((one) => one.record.title === record)
  if (found) return settingsOf(found)
  throw notFound(
    `there is no record "${record}" in your vault: ${
      ['json', 'syslog'].includes(target)
        ? 'name the file with --file-path'
        : 'give the settings as flags'
    }`,
  )
}
