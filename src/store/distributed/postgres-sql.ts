import type { ClientBase, QueryResult } from 'pg'
import type { Sql, Value } from '../sql.ts'
import { isStalePlan } from './database-error.ts'
import type { Prepared } from './packets.ts'

/** Sends one statement. */
export type Query = (text: string, values: readonly unknown[]) => Promise<QueryResult>

const names = new Map<string, string>()
let generation = 0

/** Statements are prepared once a connection, under a name a text; there are about a hundred texts. */
function nameOf(text: string): string {
  const known = names.get(text)
  if (known) return known
  const name = `k${generation}_${names.size}`
  names.set(text, name)
  return name
}

/**
 * A newer server has added a column to a table that a prepared statement gives as a whole: from now on every statement has another
 * name, and is prepared anew wherever it runs.
 */
function prepareAnew(stale: string): void {
  if (![...names.values()].includes(stale)) return
  names.clear()
  generation++
}

/** What runs a statement under the name that it is prepared by. */
type Session = { query(statement: Prepared): Promise<QueryResult> }

export const preparedQuery =
  (on: Session): Query =>
  (text, values) => {
    const name = nameOf(text)
    return on.query({ name, text, values: [...values] }).catch((error) => {
      if (isStalePlan(error)) prepareAnew(name)
      throw error
    })
  }

/** For what runs once, such as a migration. */
export const plainQuery =
  (on: ClientBase): Query =>
  (text, values) =>
    on.query(text, [...values])

export const postgresSql = (query: Query): Sql => ({
  now: '(extract(epoch from clock_timestamp()) * 1000)::bigint',
  get: async <Row>(text: string, ...values: readonly Value[]) =>
    (await query(text, values)).rows[0] as Row | undefined,
  all: async <Row>(text: string, ...values: readonly Value[]) =>
    (await query(text, values)).rows as Row[],
  run: async (text, ...values) => (await query(text, values)).rowCount ?? 0,
})
