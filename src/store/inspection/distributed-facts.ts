import { Client } from 'pg'
import { keptFacts, type StoreFacts } from './facts.ts'

const patienceMs = 10_000

/** Settings of the server, as it has them for everybody: our own sessions ask for more where that is possible. */
const told = ['fsync', 'full_page_writes', 'synchronous_commit', 'TimeZone', 'max_connections']

const about = `select version() as version, clock_timestamp() as now, pg_is_in_recovery() as standby,
  to_regclass('schema_version') is null as empty, pg_encoding_to_char(encoding) as encoding
  from pg_database where datname = current_database()`

/** Looks at a PostgreSQL database; makes and changes nothing. Throws what kept it from answering. */
export async function distributedFacts(url: string): Promise<StoreFacts> {
  const client = new Client({
    connectionString: url,
    application_name: 'keepwatch doctor',
    connectionTimeoutMillis: patienceMs,
    query_timeout: patienceMs,
  })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('begin read only')
    const ask = async (text: string) => (await client.query(text)).rows
    const [one] = await ask(about)
    const settings = await client.query(
      'select name, setting from pg_settings where name = any($1)',
      [told],
    )
    return {
      engine: 'PostgreSQL',
      version: String(one?.['version']).replace(/^PostgreSQL (\S+).*/s, '$1'),
      settings: {
        encoding: String(one?.['encoding']),
        standby: one?.['standby'] ? 'on' : 'off',
        ...Object.fromEntries(settings.rows.map(({ name, setting }) => [name, setting])),
      },
      now: one?.['now'] as Date,
      ...(await keptFacts(ask, Boolean(one?.['empty']))),
    }
  } finally {
    await client.end()
  }
}
