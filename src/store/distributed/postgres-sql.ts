import type { ClientBase, Pool, QueryResult } from 'pg'
import type { Sql, Value } from '../sql.ts'

/** Sends one statement. */
export type Query = (text: string, values: readonly unknown[]) => Promise<QueryResult>

const names = new Map<string, string>()

/** Statements are prepared once a connection, under a name a text; there are about a hundred texts. */
function nameOf(text: string): string {
  const known = names.get(text)
  if (known) return known
  const name = `k${names.size}`
  names.set(text, name)
  return name
}

export const preparedQuery =
  (on: ClientBase | Pool): Query =>
  (text, values) =>
    on.query({ name: nameOf(text), text, values: [...values] })

/** For what runs once, such as a migration. */
export const plainQuery =
  (on: ClientBase): Query =>
  (text, values) =>
    on.query(text, [...values])

export const postgresSql = (query: Query): Sql => ({
  get: async <Row>(text: string, ...values: readonly Value[]) =>
    (await query(text, values)).rows[0] as Row | undefined,
  all: async <Row>(text: string, ...values: readonly Value[]) =>
    (await query(text, values)).rows as Row[],
  run: async (text, ...values) => (await query(text, values)).rowCount ?? 0,
})
