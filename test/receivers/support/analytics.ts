import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type ClickhouseOptions,
  clickhouseEngine,
} from '../../../src/projection/clickhouse/clickhouse-engine.ts'
import { placeOf } from '../../../src/projection/clickhouse/place.ts'
import type { Engine } from '../../../src/projection/engine.ts'
import { freePort, type RunningProgram, runProgram } from './process.ts'
import { chdbFolder, programOf } from './servers.ts'
import { newStage } from './stage.ts'

/** A ClickHouse that answers reports. */
export type Analytics = {
  /** As `--analytics-url` names it. */
  readonly url: string
  /** The same over TLS, where it has that, and the file of the authority that signed its certificate. */
  readonly secure?: { readonly url: string; readonly ca: string }
  readonly program: RunningProgram
  stop(): Promise<void>
}

/** The current engine, behind a bridge that speaks HTTP. */
export async function startChdb(): Promise<Analytics> {
  const folder = await mkdtemp(join(tmpdir(), 'keepwatch-chdb-'))
  const port = await freePort()
  const args = [join(import.meta.dirname, 'chdb-bridge.ts'), chdbFolder, folder, String(port)]
  const env = { PATH: process.env['PATH'] ?? '' }
  const program = await runProgram({ program: process.execPath, args, env, cwd: folder, port })
  return {
    url: `http://127.0.0.1:${port}`,
    program,
    async stop() {
      await program.stop()
      await rm(folder, { recursive: true })
    },
  }
}

/** The user that a server of Debian's knows. */
export const password = 'hush'

export const users = `<yandex><profiles><default/></profiles><quotas><default/></quotas><users><keepwatch>
  <password>${password}</password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota>
</keepwatch></users></yandex>`

/** Debian's server, which is eight years old: the wire is real, and the statements are understood by it as well. */
export async function startClickhouse(): Promise<Analytics> {
  const stage = await newStage('clickhouse.xml')
  await writeFile(join(stage.folder, 'users.xml'), users)
  const { program: file, env } = await programOf('clickhouse', 'usr/sbin/clickhouse-server')
  // The port for TLS opens last: whoever finds it open finds the other open as well.
  const port = stage.ports['HTTPS'] ?? 0
  const args = [`--config-file=${stage.configuration}`]
  const program = await runProgram({ program: file, args, env, cwd: stage.folder, port })
  return {
    url: `http://keepwatch:${password}@127.0.0.1:${stage.ports['HTTP']}`,
    secure: {
      url: `https://keepwatch:${password}@localhost:${port}`,
      ca: join(stage.folder, 'ca.pem'),
    },
    program,
    async stop() {
      await program.stop()
      await stage.remove()
    },
  }
}

const always: ClickhouseOptions['sole'] = () => ({ isUs: async () => true, leave: async () => {} })

/** What answers from it, as the only server of its log, or as one of several that fills the tables when it is its turn. */
export function engineOf(
  { url, cluster }: Pick<Analytics, 'url'> & { readonly cluster?: string },
  sole = always,
): Engine {
  const reached = placeOf(url)
  if (!reached) throw new Error(`no address of a ClickHouse: ${url}`)
  return clickhouseEngine({ reached: { ...reached, cluster }, sole })
}
