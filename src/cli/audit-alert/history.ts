import type { ApiClient } from '../../client/api.ts'
import { reportRows } from '../../client/reports.ts'
import type { Thing } from '../answer.ts'

const mostRows = 100

/** The last hundred times that an alert was sent, with how often it came true until then: what was throttled counts there. */
export async function alertHistory(api: ApiClient, alertUid: string): Promise<readonly Thing[]> {
  const where = [
    { field: 'event', values: ['audit_alert_sent'] },
    { field: 'alert_uid', values: [alertUid] },
  ]
  const rows: { alert_sent_at: string; occurrences: number; recipient: string }[] = []
  for await (const row of reportRows(api, { report_type: 'raw', limit: mostRows, where })) {
    const { timestamp, recipient, occurrences = 1 } = row
    const last = rows.at(-1)
    if (recipient === 'throttled' && last) last.occurrences += Number(occurrences)
    else
      rows.push({
        alert_sent_at: String(timestamp),
        occurrences: recipient === 'throttled' ? Number(occurrences) : 1,
        recipient: String(recipient),
      })
  }
  return rows
}
