import { createHash } from 'node:crypto'
import { type Layout, uuidFields } from '../layout.ts'
import { columnName } from '../sql-text.ts'
import { type Cluster, everywhere, marksOf, meetingOf, shardRows } from './cluster.ts'
import type { Connection, Target } from './connection.ts'
import type { Tables } from './dialect.ts'

/** The rows of so many events lie together: what retention drops rewrites no more than these. */
export const partitionRows = 8_388_608

/** Tables on one server, or on a cluster, which have other names: nobody takes the ones for the others. */
type Form = { readonly cluster?: Cluster | undefined }

const prefixOf = ({ cluster }: Form) => (cluster ? 'keepwatch_cluster_' : 'keepwatch_')

/** The same for everybody who lays events out alike in the same place, so that servers of two versions do not meet in one table. */
function markOf({ signature }: Layout, { cluster }: Form): string {
  const said = cluster ? `${signature} ${marksOf(cluster)}` : signature
  return createHash('sha256').update(said).digest('hex').slice(0, 12)
}

/** The names of tables; `rows` is where those lie that are read and written as `facts`. */
function named(mark: string, form: Form): Tables & { readonly rows: string } {
  const database = form.cluster ? `${form.cluster.database}.` : ''
  const name = (kind: string) => `${database}${prefixOf(form)}${kind}_${mark}`
  return {
    facts: name('facts'),
    rows: name(form.cluster ? 'rows' : 'facts'),
    dictionary: name('dictionary'),
  }
}

export const tablesOf = (layout: Layout, form: Form = {}) => named(markOf(layout, form), form)

/** The tables as something is written to them: how many servers have a row. */
export const targetsOf = (
  { facts, dictionary }: Tables,
  { cluster }: Form,
): Readonly<Record<keyof Tables, Target>> => ({
  facts: { table: facts, copies: cluster?.replicas ?? 1 },
  dictionary: { table: dictionary, copies: cluster?.servers ?? 1 },
})

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

type Kept = { readonly table: string; readonly shard: string; readonly replica: string }

/** Keeps one of the rows that have the same number: they are alike. */
function engineFor({ table, shard, replica }: Kept, { cluster }: Form): string {
  if (!cluster) return 'ReplacingMergeTree'
  return `ReplicatedReplacingMergeTree('${meetingOf(cluster, table)}${shard}', '${replica}')`
}

/** What makes the tables where they are not. On a cluster the rows lie on its shards, and the dictionary on each server. */
export function creationOf(layout: Layout, connection: Connection): readonly string[] {
  const { isCurrent, cluster } = connection
  const { facts, rows, dictionary } = tablesOf(layout, connection)
  const numbers = [
    ...['seq Int64', 'time Int64', 'recorded Int64'],
    ...uuidFields.map((name) => `${name} Nullable(UUID)`),
    ...layout.fields.map((_, at) => `${columnName(at)} UInt32 default 0`),
  ]
  const columns = [...numbers, ...(isCurrent ? indexesOf(layout) : [])].join(', ')
  const settings = isCurrent ? ' settings fsync_after_insert = 1, fsync_part_directory = 1' : ''
  const make = (table: string) => `create table if not exists ${table}${everywhere(cluster)}`
  const ofRows = { table: rows, shard: '/{shard}', replica: '{replica}' }
  const ofValues = { table: dictionary, shard: '', replica: '{shard}:{replica}' }
  return [
    `${make(rows)} (${columns}) engine = ${engineFor(ofRows, connection)}
      partition by intDiv(seq, ${partitionRows}) order by seq${settings}`,
    `${make(dictionary)} (field Int32, id UInt32, value String, seq Int64)
      engine = ${engineFor(ofValues, connection)} order by (field, id)${settings}`,
    ...(cluster
      ? [`${make(facts)} (${numbers.join(', ')}) engine = ${spread(rows, cluster)}`]
      : []),
  ]
}

/** A table over the rows of all shards. */
function spread(rows: string, { name, database }: Cluster): string {
  const table = rows.slice(database.length + 1)
  return `Distributed('${name}', '${database}', '${table}', intDiv(seq, ${shardRows}))`
}

function dropped({ facts, rows, dictionary }: ReturnType<typeof named>, { cluster }: Form) {
  const tables = [...new Set([facts, rows, dictionary])]
  return tables.map((table) => `drop table if exists ${table}${everywhere(cluster)}`)
}

/** What throws the tables of a layout away. */
export const removalOf = (layout: Layout, connection: Connection): readonly string[] =>
  dropped(tablesOf(layout, connection), connection)

/** The work of filling the tables of a layout, as only one server does it. */
export const fillingOf = (layout: Layout, form: Form): string => `analytics ${markOf(layout, form)}`

const namesIn = async ({ rows }: Connection) => {
  const found = await rows('show tables', AbortSignal.timeout(10_000))
  return found.map(([name]) => String(name))
}

/** Whether the tables of a layout are there. */
export async function areThere(connection: Connection, layout: Layout): Promise<boolean> {
  const names = new Set(await namesIn(connection))
  const wanted = Object.values(tablesOf(layout, connection))
  return wanted.every((table) => names.has(table.split('.').at(-1) ?? table))
}

/** Tables of other layouts: what throws them away, and the work of filling them. */
export async function othersIn(connection: Connection, layout: Layout) {
  const prefix = `${prefixOf(connection)}facts_`
  const marks = (await namesIn(connection)).flatMap((name) =>
    name.startsWith(prefix) ? [name.slice(prefix.length)] : [],
  )
  return marks
    .filter((mark) => mark !== markOf(layout, connection))
    .map((mark) => ({
      filling: `analytics ${mark}`,
      removal: dropped(named(mark, connection), connection),
    }))
}
