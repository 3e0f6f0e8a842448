import type { LogEvent } from '../../../src/client/live-events.ts'

/** What the list of events shows of each: the usual columns, or those that the address names. */

export type Column = {
  readonly name: string
  readonly title: string
  /** Pixels; what happened takes what is left. */
  readonly width: number
  /** What stands in it, where that is plain text. */
  readonly text: (event: LogEvent) => string
}

const text = (value: unknown) => (value === undefined ? '' : String(value))

const field = (name: string, title: string, width: number): Column => ({
  name,
  title,
  width,
  text: (event) => text(event[name]),
})

/** Who did it: the device, or the person. */
const actorOf = (event: LogEvent): string => text(event['device_name'] ?? event['username'])

export const columns: readonly Column[] = [
  { name: 'time', title: 'Time', width: 128, text: ({ timestamp }) => timestamp },
  field('seq', 'Number', 76),
  { name: 'who', title: 'Who', width: 150, text: actorOf },
  { name: 'what', title: 'What happened', width: 220, text: ({ message }) => text(message) },
  field('remote_address', 'From', 124),
  field('outcome', 'Result', 58),
  field('client_version', 'Client', 92),
  field('severity', 'Severity', 76),
  field('category', 'Category', 90),
  field('audit_event', 'Type', 190),
  field('username', 'Person', 170),
  field('app_uid', 'Application', 190),
  field('record_uid', 'Record', 190),
  field('device_uid', 'Device UID', 190),
  field('reason', 'Reason', 110),
  field('served_count', 'Secrets', 72),
  field('recorded_at', 'Recorded', 190),
  field('peer_address', 'Peer', 124),
  field('request_id', 'Request', 190),
]

const usual = ['time', 'who', 'what', 'remote_address', 'outcome', 'client_version']

/** The columns that a list of names means; what is no column is left out. */
export function columnsOf(names: string | undefined): readonly Column[] {
  const wanted = names === undefined ? usual : names.split(',')
  const found = columns.filter(({ name }) => wanted.includes(name))
  return found.length === 0 ? columns.filter(({ name }) => usual.includes(name)) : found
}

/** As the address holds them: nothing when they are the usual ones. */
export function columnNames(names: readonly string[]): string | undefined {
  const ordered = columns.filter(({ name }) => names.includes(name)).map(({ name }) => name)
  const isUsual =
    ordered.join() ===
    columnsOf(undefined)
      .map(({ name }) => name)
      .join()
  return isUsual || ordered.length === 0 ? undefined : ordered.join(',')
}
