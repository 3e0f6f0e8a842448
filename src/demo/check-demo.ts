import { readdir } from 'node:fs/promises'
import { BlockList, isIP, isIPv6 } from 'node:net'
import { invalid } from '../kernel/errors.ts'

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

const isLoopback = (host: string) =>
  host === 'localhost' || (isIP(host) !== 0 && loopback.check(host, isIPv6(host) ? 'ipv6' : 'ipv4'))

const entriesOf = (folder: string): Promise<readonly string[]> =>
  readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw invalid(`the data folder ${folder} cannot be read: ${error.message}`, { cause: error })
  })

/** Where the server would run and keep everything. */
export type DemoPlace = {
  readonly data: string
  readonly listen: { readonly host: string; readonly port: number }
  readonly databaseUrl?: string | undefined
}

/** Refuses, before anything is changed, to fill a place that others reach or that holds something. */
export async function checkDemo({ data, listen, databaseUrl }: DemoPlace): Promise<void> {
  if (!isLoopback(listen.host))
    throw invalid(
      `--demo has a password that everybody knows, so it listens on loopback only: leave out --listen ${listen.host}:${listen.port}`,
    )
  if (databaseUrl)
    throw invalid('--demo keeps everything in a data folder of its own: leave out --database-url')
  if ((await entriesOf(data)).length > 0)
    throw invalid(
      `--demo fills a new data folder, and ${data} is not empty: name another with --data, or leave out --demo to serve what it holds (a history that was not finished is not continued)`,
    )
}
