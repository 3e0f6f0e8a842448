import type { QueryInput } from '../query/query.ts'
import type { Row } from './columns.ts'
import { askedConditions, type ReadyAsked, type Sources } from './ready-report.ts'

/** Somebody who read a record: a device of an application, or a person. Times are epoch seconds. */
export type Reading = {
  readonly record_uid: string
  readonly app_uid: string
  readonly device_uid: string
  readonly device_name: string
  readonly username: string
  readonly times: number
  readonly first: number
  readonly last: number
}

const by = ['served', 'app_uid', 'device_uid', 'device_name', 'username']

const answers = (asked: ReadyAsked): QueryInput => ({
  report_type: 'span',
  columns: by,
  aggregate: ['occurrences', 'first_created', 'last_created'],
  where: [{ field: 'served', values: ['*'] }, ...askedConditions(asked)],
})

const text = (row: Row, name: string) => String(row[name] ?? '')

/** Who read which record in the time that is asked for: each row of the answers, for each record in its served set. */
export async function* readings(
  { query, servedSet }: Pick<Sources, 'query' | 'servedSet'>,
  asked: ReadyAsked,
): AsyncGenerator<Reading> {
  for await (const row of query(answers(asked))) {
    const list = (await servedSet(text(row, 'served'))) ?? []
    const records = new Set(list.map((version) => version.slice(0, version.lastIndexOf(':'))))
    for (const record_uid of records)
      yield {
        record_uid,
        app_uid: text(row, 'app_uid'),
        device_uid: text(row, 'device_uid'),
        device_name: text(row, 'device_name'),
        username: text(row, 'username'),
        times: Number(row['occurrences']),
        first: Number(row['first_created']),
        last: Number(row['last_created']),
      }
  }
}

/** Who it was that read: a device by its UID, a person by their name. */
export const readerOf = ({ device_uid, username }: Reading): string => device_uid || username
