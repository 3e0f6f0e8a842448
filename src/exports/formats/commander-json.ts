import type { Scalar } from '../../kernel/canonical-json.ts'
import type { ExportFormat } from '../format.ts'

/** What Commander's reports and its `audit-log` call these fields. */
const names: Readonly<Record<string, string>> = {
  audit_event: 'audit_event_type',
  remote_address: 'ip_address',
  client_version: 'keeper_version',
}

const seconds = (time: string) => `${new Date(time).toISOString().slice(0, -'.000Z'.length)}Z`

/** A row as Keeper Commander's `audit-log` sends it, with our sequence and leaf hash besides. */
export const commanderJson: ExportFormat = {
  name: 'commander-json',
  title: 'Keeper Commander JSON',
  mediaType: 'application/x-ndjson',
  line(event) {
    const row = Object.entries(event).map(([name, value]): [string, Scalar | undefined] => [
      names[name] ?? name,
      name === 'timestamp' ? seconds(event.timestamp) : value,
    ])
    return JSON.stringify(Object.fromEntries(row))
  },
}
