import type { QueryInput } from '../../query/query.ts'
import type { Row } from '../columns.ts'
import {
  askedConditions,
  type ReadyAsked,
  type ReadyReport,
  type Sources,
} from '../ready-report.ts'
import { weeksBefore } from '../time-before.ts'

const aggregate = ['occurrences', 'first_created', 'last_created']

type Kind = Pick<QueryInput, 'columns' | 'where'> & {
  readonly kind: 'device' | 'person'
  /** The column that tells one from another. */
  readonly key: 'device_uid' | 'username'
}

/** Who does something by themselves. A device that is only spoken of (added, removed) does nothing yet. */
const kinds: readonly Kind[] = [
  {
    kind: 'device',
    key: 'device_uid',
    columns: ['device_uid', 'device_name', 'app_uid'],
    where: [{ field: 'event', values: ['app_client_connected', 'app_client_access'] }],
  },
  {
    kind: 'person',
    key: 'username',
    columns: ['username'],
    where: [
      { field: 'username', values: ['*'] },
      { field: 'device_uid', values: ['*'], not: true },
      { field: 'outcome', values: ['success'] },
    ],
  },
]

/** Those of a kind who did something in the time that is asked for, by what tells them apart. */
async function actors({ query }: Sources, { key, ...kind }: Kind, asked: ReadyAsked) {
  const found = new Map<string, Row>()
  const where = [...(kind.where ?? []), ...askedConditions(asked)]
  const question: QueryInput = {
    ...{ report_type: 'span', aggregate, where },
    ...(kind.columns && { columns: kind.columns }),
  }
  for await (const row of query(question)) {
    const who = String(row[key])
    if (!found.has(who)) found.set(who, { kind: kind.kind, ...row })
  }
  return found
}

export const newActors: ReadyReport = {
  name: 'new-actors',
  title: 'New actors',
  about:
    'Devices and people that did something in this time and nothing in the four weeks before: new ones, and those that were away for long.',
  columns: ['kind', 'device_name', 'device_uid', 'app_uid', 'username', ...aggregate],
  async *rows(sources, asked) {
    const earlier = weeksBefore(asked, { report: newActors, now: sources.now })
    for (const kind of kinds) {
      const then = await actors(sources, kind, earlier)
      for (const [who, row] of await actors(sources, kind, asked)) if (!then.has(who)) yield row
    }
  },
}
