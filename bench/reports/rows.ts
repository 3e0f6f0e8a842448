import { madeEvent } from './made-log.ts'

/** Events as rows with an index for each question, as one would keep them without a projection. */
export type Rows = {
  /** Events a second while they were written and indexed. */
  readonly rate: number
  readonly bytes: number
  /** How many rows a statement answers. */
  ask(sql: string): Promise<number>
  close(): Promise<void>
}

export const columns = [
  ['seq', 'bigint'],
  ['time', 'bigint'],
  ['type', 'text'],
  ['outcome', 'text'],
  ['app', 'text'],
  ['device', 'text'],
  ['record', 'text'],
  ['person', 'text'],
  ['served', 'text'],
  ['body', 'text'],
] as const

export const createTable = `create table rows (${columns
  .map(([name, type]) => `${name} ${type}${name === 'seq' ? ' primary key' : ''}`)
  .join(', ')})`

export const createIndexes = [
  'time',
  'app, type, time',
  'device, time',
  'record, time',
  'person, time',
].map((some) => `create index ${some.replaceAll(/\W+/g, '_')} on rows (${some})`)

/** The event with that number, in the order of the columns. */
export function rowOf(
  seq: number,
  { count, now }: { readonly count: number; readonly now: number },
): readonly (string | number | null)[] {
  const event = madeEvent(seq, count, now) as unknown as Readonly<Record<string, string>>
  return [
    seq,
    Date.parse(event['timestamp'] ?? ''),
    event['audit_event'] ?? '',
    event['outcome'] ?? '',
    event['app_uid'] ?? null,
    event['device_uid'] ?? null,
    event['record_uid'] ?? event['secret_uid'] ?? null,
    event['username'] ?? '',
    event['served'] ?? null,
    JSON.stringify(event),
  ]
}
