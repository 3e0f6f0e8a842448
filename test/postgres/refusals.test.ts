import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { openDistributedStore } from '../../src/store/distributed/distributed-store.ts'
import { startCluster } from './cluster.ts'
import { newPlace, withClient } from './place.ts'
import { testServer } from './server.ts'

/** What is said about a database that cannot be used: one sentence, never with the password. */
async function refusal(url: string): Promise<{ readonly kind: string; readonly message: string }> {
  const opened = await openDistributedStore({ url }).catch((error) => error)
  const { kind, message, stack, cause } = opened
  const secret = URL.canParse(url) ? new URL(url).password : 's3cret'
  if (secret) expect(`${message} ${stack} ${JSON.stringify(cause)} ${cause}`).not.toContain(secret)
  return { kind, message }
}

function changed(change: (url: URL) => void): string {
  const url = new URL(testServer())
  change(url)
  return url.href
}

test('a URL that cannot be read', async () => {
  for (const url of ['postgres://user:s3cret@host:notaport/db', 'mysql://user:s3cret@host/db', ''])
    expect(await refusal(url)).toEqual({
      kind: 'invalid',
      message: 'the database URL cannot be read: write it as postgres://USER@HOST:PORT/DATABASE',
    })
})

test('a wrong password', async () => {
  const url = changed((it) => {
    it.password = 'not-the-password'
  })
  expect(await refusal(url)).toEqual({
    kind: 'invalid',
    message: `cannot open the PostgreSQL store at ${new URL(url).host}/postgres: password authentication failed for user "keepwatch"`,
  })
})

test('a database that is not there', async () => {
  const url = changed((it) => {
    it.pathname = '/nowhere'
  })
  expect((await refusal(url)).message).toMatch(/: database "nowhere" does not exist$/)
})

test('a port where nobody listens', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  const port = typeof address === 'object' ? address?.port : 0
  const { kind, message } = await refusal(`postgres://user:s3cret@127.0.0.1:${port}/db`)
  expect(kind).toBe('invalid')
  expect(message).toMatch(
    /^cannot open the PostgreSQL store at 127\.0\.0\.1:\d+\/db: .*ECONNREFUSED/,
  )
})

test('a schema that is not there', async () => {
  const url = changed((it) => it.searchParams.set('options', '-csearch_path=missing'))
  expect((await refusal(url)).message).toMatch(/its search_path names no schema that exists/)
})

test('an encoding that cannot hold every name', async () => {
  const name = `ascii_${process.pid}`
  await withClient(testServer(), (client) =>
    client.query(`create database ${name} encoding 'SQL_ASCII' locale 'C' template template0`),
  )
  onTestFinished(() =>
    withClient(testServer(), async (client) => {
      await client.query(`drop database ${name}`)
    }),
  )
  const url = changed((it) => {
    it.pathname = `/${name}`
  })
  expect((await refusal(url)).message).toMatch(/its encoding is SQL_ASCII/)
})

test('a server that does not flush what it confirms', async () => {
  const careless = await startCluster(['fsync=off'])
  onTestFinished(careless.stop)
  expect((await refusal(careless.url)).message).toMatch(/turn fsync on$/)
})

test('a store that a newer Keepwatch has written, which stays as it was', async () => {
  const { place, remove } = await newPlace(testServer())
  onTestFinished(remove)
  await (await openDistributedStore({ url: place })).close()
  await withClient(place, (client) =>
    client.query('insert into schema_version (version) values (9999)'),
  )

  expect(await refusal(place)).toEqual({
    kind: 'conflict',
    message: expect.stringMatching(
      /^the store is of version 9999, this Keepwatch knows versions up to \d+: start a newer Keepwatch$/,
    ),
  })
})
