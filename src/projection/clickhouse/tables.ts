import { createHash } from 'node:crypto'
import { type Layout, uuidFields } from '../layout.ts'
import { columnName } from '../sql-text.ts'
import type { Connection } from './connection.ts'
import type { Tables } from './dialect.ts'

/** The rows of so many events lie together: what retention drops rewrites no more than these. */
export const partitionRows = 8_388_608

const factsOf = 'keepwatch_facts_'
const dictionaryOf = 'keepwatch_dictionary_'

/** The same for everybody who lays events out alike, so that servers of two versions do not meet in one table. */
const markOf = ({ signature }: Layout) =>
  createHash('sha256').update(signature).digest('hex').slice(0, 12)

const named = (mark: string): Tables => ({
  facts: factsOf + mark,
  dictionary: dictionaryOf + mark,
})

export const tablesOf = (layout: Layout): Tables => named(markOf(layout))

/** Fields that questions are asked of for one value in a thousand: a filter tells where none of it is. */
const rareFields = ['app_uid', 'device_uid', 'record_uid', 'secret_uid', 'username']

const indexesOf = ({ columnOf }: Layout): readonly string[] => [
  'index times time type minmax granularity 1',
  ...rareFields.flatMap((field) => {
    const at = columnOf.get(field)
    if (at === undefined) return []
    return `index rare_${columnName(at)} ${columnName(at)} type bloom_filter granularity 1`
  }),
]

/** What makes the tables where they are not. Rows with the same number, which are alike, become one. */
export function creationOf(layout: Layout, { isCurrent }: Connection): readonly string[] {
  const { facts, dictionary } = tablesOf(layout)
  const columns = [
    ...['seq Int64', 'time Int64', 'recorded Int64'],
    ...uuidFields.map((name) => `${name} Nullable(UUID)`),
    ...layout.fields.map((_, at) => `${columnName(at)} UInt32 default 0`),
    ...(isCurrent ? indexesOf(layout) : []),
  ]
  const settings = isCurrent ? ' settings fsync_after_insert = 1, fsync_part_directory = 1' : ''
  return [
    `create table if not exists ${facts} (${columns.join(', ')}) engine = ReplacingMergeTree
      partition by intDiv(seq, ${partitionRows}) order by seq${settings}`,
    `create table if not exists ${dictionary} (field Int32, id UInt32, value String, seq Int64)
      engine = ReplacingMergeTree order by (field, id)${settings}`,
  ]
}

const dropped = ({ facts, dictionary }: Tables) =>
  [facts, dictionary].map((table) => `drop table if exists ${table}`)

/** What throws the tables of a layout away. */
export const removalOf = (layout: Layout): readonly string[] => dropped(tablesOf(layout))

/** The work of filling the tables of a layout, as only one server does it. */
export const fillingOf = (layout: Layout): string => `analytics ${markOf(layout)}`

const namesIn = async ({ rows }: Connection) => {
  const found = await rows('show tables', AbortSignal.timeout(10_000))
  return found.map(([name]) => String(name))
}

/** Whether the tables of a layout are there. */
export async function areThere(connection: Connection, layout: Layout): Promise<boolean> {
  const { facts, dictionary } = tablesOf(layout)
  const names = new Set(await namesIn(connection))
  return names.has(facts) && names.has(dictionary)
}

/** Tables of other layouts: what throws them away, and the work of filling them. */
export async function othersIn(connection: Connection, layout: Layout) {
  const marks = (await namesIn(connection)).flatMap((name) =>
    name.startsWith(factsOf) ? [name.slice(factsOf.length)] : [],
  )
  return marks
    .filter((mark) => mark !== markOf(layout))
    .map((mark) => ({ filling: `analytics ${mark}`, removal: dropped(named(mark)) }))
}
