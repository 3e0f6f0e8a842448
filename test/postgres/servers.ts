import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../src/config.ts'
import { type Running, serve } from '../../src/serve.ts'
import { openDistributedStore } from '../../src/store/distributed/distributed-store.ts'
import type { Transaction } from '../../src/store/store.ts'
import { newPlace } from './place.ts'
import { testServer } from './server.ts'

type Wanted = {
  /** The PostgreSQL to make a place on: that of the suite, if not said. */
  readonly server?: string
  readonly fill?: (tx: Transaction) => Promise<void>
  readonly flags?: Readonly<Record<string, unknown>>
}

/** A folder with the same keys, as an operator copies them: without what is just being written beside its place. */
export const keysOnly = (from: string) => (file: string) =>
  !/keepwatch\.db|keepwatch\.lock|projection|setup-code|\/\./.test(file.slice(from.length))

/** One that a test may have stopped before the end. */
function stoppedOnce(server: Running): Running {
  let stopping: Promise<void> | undefined
  return {
    ...server,
    stop() {
      stopping ??= server.stop()
      return stopping
    },
  }
}

/** Servers over one database, in this process. The first makes the keys, and the others start on copies of them. */
export async function severalServers(count: number, { server, fill, flags = {} }: Wanted = {}) {
  const { place: url, remove } = await newPlace(server ?? testServer())
  const root = await mkdtemp(join(tmpdir(), 'keepwatch-several-'))
  if (fill) {
    const store = await openDistributedStore({ url })
    await store.transaction(fill)
    await store.close()
  }
  const folderOf = (n: number) => join(root, `server-${n}`)
  const own = { listen: '127.0.0.1:0', tls: 'off', logLevel: 'silent', databaseUrl: url }
  const start = (n: number) => serve(readConfig({ ...own, ...flags, data: folderOf(n) }, {}))

  const running: Running[] = [stoppedOnce(await start(0))]
  for (let n = 1; n < count; n++) {
    await cp(folderOf(0), folderOf(n), { recursive: true, filter: keysOnly(folderOf(0)) })
    running.push(stoppedOnce(await start(n)))
  }
  return {
    url,
    running: running as readonly Running[],
    folderOf,
    start,
    async stop() {
      await Promise.all(running.map((server) => server.stop()))
      await remove()
      await rm(root, { recursive: true, force: true })
    },
  }
}

/** Servers with the same keys that find an empty database at the same moment. */
export async function serversAtOnce(count: number): Promise<SeveralServers> {
  const { place: url, remove } = await newPlace(testServer())
  const root = await mkdtemp(join(tmpdir(), 'keepwatch-at-once-'))
  const folderOf = (n: number) => join(root, `server-${n}`)
  const own = { listen: '127.0.0.1:0', tls: 'off', logLevel: 'silent' }
  const start = (n: number) =>
    serve(readConfig({ ...own, data: folderOf(n), databaseUrl: url }, {}))

  const made = join(root, 'keys')
  await (await serve(readConfig({ ...own, data: made }, {}))).stop()
  for (let n = 0; n < count; n++)
    await cp(made, folderOf(n), {
      recursive: true,
      // What the embedded store of that server had signed is of no other one.
      filter: (file) => keysOnly(made)(file) && !file.endsWith('log-anchor'),
    })
  const running = await Promise.all(Array.from({ length: count }, (_, n) => start(n)))
  return {
    ...{ url, running, folderOf, start },
    async stop() {
      await Promise.all(running.map((server) => server.stop()))
      await remove()
      await rm(root, { recursive: true, force: true })
    },
  }
}

export type SeveralServers = Awaited<ReturnType<typeof severalServers>>
