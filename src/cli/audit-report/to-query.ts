import { uidColumnOf } from '../../print/report/title-columns.ts'
import type { QueryInput } from '../../query/query.ts'
import { clientConditions, placeConditions } from './narrowed.ts'
import type { AuditReportOptions, FilterOptions, NarrowingOptions } from './options.ts'

/** `in (a, b)` is both; `=a` is a, as in Commander. */
function listValues(value: string): readonly string[] {
  const list = /^\s*in\s*\((.*)\)\s*$/is.exec(value)
  if (list) return (list[1] ?? '').split(',').map((part) => part.trim())
  return [value.trim().replace(/^=\s*/, '')]
}

const values = (given: readonly string[] | undefined) =>
  given && [...new Set(given.flatMap(listValues))]

const present = <Value extends object>(value: Value): { [Key in keyof Value]: Value[Key] } =>
  Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Value

/** The filters that are lists: any of the values. */
export const listFilters = (options: FilterOptions) =>
  present({
    audit_event_type: values(options.eventType),
    username: values(options.username),
    to_username: values(options.toUsername),
    record_uid: values(options.recordUid),
    shared_folder_uid: values(options.sharedFolderUid),
    ip_address: values(options.ipAddress),
    app_uid: values(options.app),
    device: options.device && [...options.device],
    secret_uid: values(options.secret),
  })

/** The conditions that Commander's filter has no words for. */
function narrowed({ geoLocation, deviceType }: NarrowingOptions): QueryInput['where'] {
  const conditions = [
    ...(geoLocation === undefined ? [] : placeConditions(geoLocation)),
    ...(deviceType === undefined ? [] : clientConditions(deviceType)),
  ]
  return conditions.length > 0 ? conditions : undefined
}

const orders = { asc: 'ascending', desc: 'descending' } as const

/**
 * The question that the flags ask. Titles are unknown to the server, so it groups by the UIDs that they belong to.
 * What a value means (a time, a zone, a column) is the server's to judge: it answers with a sentence that names it.
 */
export const toQuery = (options: AuditReportOptions): QueryInput =>
  present({
    report_type: options.reportType,
    columns: options.columns && [...new Set(options.columns.map(uidColumnOf))],
    aggregate: options.aggregate && [...options.aggregate],
    timezone: options.timezone,
    limit: options.limit,
    order: options.order && orders[options.order],
    filter: present({ created: options.created, ...listFilters(options) }),
    where: narrowed(options),
  })
