import { type Client, type Connection, type FieldDef, Query, type QueryResult } from 'pg'

/** A statement under the name that it is prepared by. */
export type Prepared = {
  readonly name: string
  readonly text: string
  readonly values: unknown[]
}

type Item = Prepared & {
  resolve(result: QueryResult): void
  reject(error: unknown): void
}

type Row = Record<string, unknown>

/** Those that a session has prepared, and the columns that each gives. */
const columns = new WeakMap<Client, Map<string, readonly FieldDef[]>>()
const waiting = new WeakMap<Client, Item[]>()

const columnsOf = (client: Client) => {
  const known = columns.get(client) ?? new Map<string, readonly FieldDef[]>()
  columns.set(client, known)
  return known
}

/** What `pg` does with a query, apart from its public part. */
type Inner = Query & { prepare(connection: Connection): void }

const quiet = new WeakMap<Connection, Connection>()

/** A connection without the two messages by which `pg` asks for the columns of a statement and for its answer at once. */
function quietly(connection: Connection): Connection {
  const known = quiet.get(connection)
  if (known) return known
  const made = Object.assign(Object.create(connection), { describe() {}, sync() {} })
  quiet.set(connection, made)
  return made
}

function rowOf(client: Client, fields: readonly FieldDef[], values: readonly (string | null)[]) {
  const row: Row = {}
  for (const [at, { name, dataTypeID }] of fields.entries()) {
    const value = values[at] ?? null
    row[name] = value === null ? null : client.getTypeParser(dataTypeID, 'text')(value)
  }
  return row
}

function resultOf(said: string, fields: readonly FieldDef[], rows: Row[]): QueryResult {
  const [command = '', ...counts] = said.split(' ')
  const rowCount = counts.length > 0 ? Number(counts.at(-1)) : null
  return { command, rowCount, oid: 0, fields: [...fields], rows }
}

/**
 * Several statements for which the database gives one answer: all of them, or those before the first that fails, which is the end of all
 * that follow it. In the form in which `pg` takes a query (https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-PIPELINING).
 */
function packet(client: Client, items: readonly Item[]) {
  const results: QueryResult[] = []
  const fieldsOf = ({ name }: Item) => columnsOf(client).get(name) ?? []
  let rows: Row[] = []
  const settle = (error?: unknown) => {
    for (const [at, { resolve, reject }] of items.entries()) {
      const result = results[at]
      if (result) resolve(result)
      else reject(error)
    }
  }
  return Object.assign(new Query(''), {
    submit(connection: Connection) {
      const on = quietly(connection)
      for (const { name, text, values } of items)
        (new Query({ name, text, values }) as Inner).prepare(on)
      connection.sync()
    },
    handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }) {
      const item = items[results.length]
      if (item) rows.push(rowOf(client, fieldsOf(item), fields))
    },
    handleCommandComplete({ text }: { readonly text: string }) {
      const item = items[results.length]
      if (item) results.push(resultOf(text, fieldsOf(item), rows))
      rows = []
    },
    handleError: settle,
    handleReadyForQuery: () => settle(),
  })
}

/** The first time on a session, which prepares it and tells its columns. */
function prepare(client: Client, { resolve, reject, ...statement }: Item): void {
  // By a callback, at once: the error of the first statement that fails must be the first that is heard of.
  client.query(statement, (error: Error | null, result: QueryResult) => {
    if (error) return reject(error)
    columnsOf(client).set(statement.name, result.fields)
    resolve(result)
  })
}

function leave(client: Client): void {
  const items = waiting.get(client) ?? []
  waiting.delete(client)
  const { stream } = client.connection
  const known = columnsOf(client)
  stream.cork()
  while (items.length > 0) {
    const unknown = items.findIndex(({ name }) => !known.has(name))
    const together = items.splice(0, unknown < 0 ? items.length : unknown)
    if (together.length > 0) client.query(packet(client, together))
    const first = items.shift()
    if (first) prepare(client, first)
  }
  stream.uncork()
}

/**
 * Statements of a session that leave together, when the program next waits for something, and are answered together: a message there and
 * one back for each costs both sides more than most of ours take to run. Only for what is one transaction: what follows a statement
 * that fails is not run, and gets its error.
 */
export const inPackets = (client: Client) => ({
  query: (statement: Prepared): Promise<QueryResult> =>
    new Promise((resolve, reject) => {
      const items = waiting.get(client) ?? []
      if (items.length === 0) process.nextTick(() => leave(client))
      items.push({ ...statement, resolve, reject })
      waiting.set(client, items)
    }),
  /** For what cannot be prepared. */
  control(text: string): Promise<QueryResult> {
    leave(client)
    return client.query(text)
  },
})
