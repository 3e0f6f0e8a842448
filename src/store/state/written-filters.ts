import type { Sql } from '../sql.ts'
import { alertRevision } from './alert-rules.ts'

/** Gives a text as it should be; the same one when nothing is wrong with it. */
type Mend = (text: string) => string

type Row = Readonly<Record<string, string>>

/** Where people have written which events they want: the table, its key, and what may hold a filter. */
const places = [
  { table: 'alert_rules', key: 'alert_uid', columns: ['name', 'rule'], change: '' },
  { table: 'saved_reports', key: 'name', columns: ['question', 'layout'], change: '' },
  { table: 'report_schedules', key: 'schedule_uid', columns: ['asked'], change: '' },
  {
    table: 'targets',
    key: 'target_uid',
    columns: ['filter'],
    change: ', revision = revision + 1',
  },
] as const

type Place = (typeof places)[number]

async function mendPlace(sql: Sql, { table, key, columns, change }: Place, mend: Mend) {
  const rows = await sql.all<Row>(`select ${[key, ...columns].join(', ')} from ${table}`)
  const changed = rows.flatMap((row) => {
    const mended = columns.map((column) => mend(row[column] ?? ''))
    return mended.every((text, at) => text === row[columns[at] ?? '']) ? [] : [{ row, mended }]
  })
  const sets = columns.map((column, at) => `${column} = $${at + 2}`).join(', ')
  for (const { row, mended } of changed)
    await sql.run(
      `update ${table} set ${sets}${change} where ${key} = $1`,
      row[key] ?? '',
      ...mended,
    )
  return changed.length
}

/** What people have asked for by name, wherever they did: alerts, saved reports, exports. */
export const writtenFilters = (sql: Sql) => ({
  /** Has all of them mended, and says how many that changed. Whoever uses one takes it up anew. */
  async mend(mend: Mend): Promise<number> {
    let changed = 0
    for (const place of places) changed += await mendPlace(sql, place, mend)
    if (changed > 0) await sql.run(alertRevision.grow)
    return changed
  },
})
