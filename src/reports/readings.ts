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

type Reads = Pick<Sources, 'query' | 'servedSet'>

/** Each row of the answers with what was in it: `record uid:revision`. */
async function* answered({ query, servedSet }: Reads, asked: ReadyAsked) {
  for await (const row of query(answers(asked))) {
    const versions = (await servedSet(text(row, 'served'))) ?? []
    const by = {
      app_uid: text(row, 'app_uid'),
      device_uid: text(row, 'device_uid'),
      device_name: text(row, 'device_name'),
      username: text(row, 'username'),
      times: Number(row['occurrences']),
      first: Number(row['first_created']),
      last: Number(row['last_created']),
    }
    yield { by, versions }
  }
}

const recordOf = (version: string) => version.slice(0, version.lastIndexOf(':'))

/** Who read which record in the time that is asked for: each row of the answers, for each record in its served set. */
export async function* readings(sources: Reads, asked: ReadyAsked): AsyncGenerator<Reading> {
  for await (const { by, versions } of answered(sources, asked))
    for (const record_uid of new Set(versions.map(recordOf))) yield { record_uid, ...by }
}

/** Somebody who read a version of a record. */
export type VersionReading = Reading & { readonly revision: number }

/** The same for each version of a record. */
export async function* versionReadings(
  sources: Reads,
  asked: ReadyAsked,
): AsyncGenerator<VersionReading> {
  for await (const { by, versions } of answered(sources, asked))
    for (const version of versions) {
      const record_uid = recordOf(version)
      yield { record_uid, revision: Number(version.slice(record_uid.length + 1)), ...by }
    }
}

/** Who it was that read: a device by its UID, a person by their name. */
export const readerOf = ({ device_uid, username }: Reading): string => device_uid || username
