import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../src/config.ts'
import type { ShownEvent } from '../../src/events/shown-event.ts'
import { type Clock, type Elapsed, sinceStart, systemClock } from '../../src/kernel/clock.ts'
import { type Running, serve } from '../../src/serve.ts'
import type { Transaction } from '../../src/store/store.ts'
import { type ServerStore, serverStore } from './server-store.ts'

/** A real server on loopback, with a port and a data folder of its own. */
export type TestServer = Running &
  Pick<ServerStore, 'tamper' | 'texts'> & {
    readonly folder: string
    /** `localhost:PORT`, as tokens and configurations name it. */
    readonly hostname: string
    /** What is in the log by now, oldest first. */
    events(): Promise<readonly ShownEvent[]>
    /** Stops it and starts it again over the same folder and port. */
    restart(): Promise<void>
    /** What says where it keeps everything, as a command line says it, besides `--data`. */
    readonly placeFlags: readonly string[]
    /** Stops it and leaves everything where it is, for commands that want no server beside them. */
    stopServing(): Promise<void>
    /** The newest that somebody has caused: the log's own events come by the clock. */
    lastEvent(): Promise<ShownEvent | undefined>
  }

export type ServerOptions = {
  /** Flags of `serve`, in camel case. */
  readonly flags?: Readonly<Record<string, unknown>>
  /** Its jumps are time that passes, unless `elapsed` says otherwise. */
  readonly clock?: Clock
  readonly elapsed?: Elapsed
  /** Fills the store before the server opens it. */
  readonly fill?: (tx: Transaction) => Promise<void>
}

const elapsedOf = (clock: Clock | undefined): Elapsed =>
  clock ? () => clock().getTime() : sinceStart

/** Starts one. `stop` ends it and removes its folder. */
export async function startServer(options: ServerOptions = {}): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'keepwatch-'))
  const kept = await serverStore(folder)
  if (options.fill) await kept.fill(options.fill)
  const own = { data: folder, listen: '127.0.0.1:0', logLevel: 'silent', ...kept.flags }
  const flags = { ...own, ...options.flags }
  const { clock = systemClock, elapsed = elapsedOf(options.clock) } = options
  const run = (more: object) => serve(readConfig({ ...flags, ...more }, {}), clock, elapsed)
  let running = await run({})
  const { host } = new URL(running.url)
  const listen = `127.0.0.1:${host.split(':')[1]}`
  return {
    ...running,
    folder,
    hostname: host,
    placeFlags: kept.flags['databaseUrl'] ? ['--database-url', kept.flags['databaseUrl']] : [],
    events: kept.events,
    tamper: kept.tamper,
    texts: kept.texts,
    lastEvent: async () => (await kept.events()).findLast(({ category }) => category !== 'log'),
    async restart() {
      await running.stop()
      running = await run({ listen })
    },
    async stopServing() {
      await running.stop()
      running = { ...running, stop: async () => {} }
    },
    async stop() {
      await running.stop()
      await kept.remove()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
