import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../src/config.ts'
import type { ShownEvent } from '../../src/events/shown-event.ts'
import { type Clock, systemClock } from '../../src/kernel/clock.ts'
import { type Running, serve } from '../../src/serve.ts'
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts'
import type { Transaction } from '../../src/store/store.ts'
import { readEvents } from './read-events.ts'

/** A real server on loopback, with a port and a data folder of its own. */
export type TestServer = Running & {
  readonly folder: string
  /** `localhost:PORT`, as tokens and configurations name it. */
  readonly hostname: string
  /** What is in the log by now, oldest first. */
  events(): Promise<readonly ShownEvent[]>
}

export type ServerOptions = {
  /** Flags of `serve`, in camel case. */
  readonly flags?: Readonly<Record<string, unknown>>
  readonly clock?: Clock
  /** Fills the store before the server opens it. */
  readonly fill?: (tx: Transaction) => Promise<void>
}

async function fillStore(folder: string, fill: NonNullable<ServerOptions['fill']>) {
  const store = await openEmbeddedStore({ folder })
  await store.transaction(fill)
  await store.close()
}

/** Starts one. `stop` ends it and removes its folder. */
export async function startServer(options: ServerOptions = {}): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'keepwatch-'))
  if (options.fill) await fillStore(folder, options.fill)
  const flags = { data: folder, listen: '127.0.0.1:0', logLevel: 'silent', ...options.flags }
  const running = await serve(readConfig(flags, {}), options.clock ?? systemClock)
  return {
    ...running,
    folder,
    hostname: new URL(running.url).host,
    events: () => readEvents(folder),
    async stop() {
      await running.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
