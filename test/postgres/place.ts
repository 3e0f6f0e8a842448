import { randomBytes } from 'node:crypto'
import { Client } from 'pg'

/** Runs statements on a connection of their own. */
export async function withClient<Result>(
  url: string,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = new Client(url)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/**
 * A new, empty schema as a database URL, so that tests which share a server do not meet, and how to remove it. Its sessions
 * see nothing else.
 */
export async function newPlace(server: string) {
  const schema = `place_${randomBytes(8).toString('hex')}`
  await withClient(server, (client) => client.query(`create schema ${schema}`))
  const url = new URL(server)
  url.searchParams.set('options', `-c search_path=${schema}`)
  return {
    place: url.href.replaceAll('+', '%20'),
    remove: () =>
      withClient(server, async (client) => {
        await client.query(`drop schema ${schema} cascade`)
      }),
  }
}
