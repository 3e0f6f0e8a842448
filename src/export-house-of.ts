import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import packageJson from '../package.json' with { type: 'json' }
import type { Config } from './config.ts'
import { type ExportHouse, openExportHouse } from './exports/export-house.ts'
import { invalid } from './kernel/errors.ts'
import { reach } from './outbound/reach.ts'
import { keyFilesOf, type OutsidePlace } from './outside-key.ts'

const keyBytes = 32

/** The key that seals the secrets of targets and recipients, made on the first start and kept outside the database. */
export async function targetKeyIn(
  config: Pick<Config, 'data'> & OutsidePlace,
): Promise<Uint8Array> {
  const files = await keyFilesOf(config)
  const file = join(config.data, 'target-key')
  if (!existsSync(file)) {
    await files.write(file, `${randomBytes(keyBytes).toString('base64')}\n`)
  }
  const key = Buffer.from(((await files.read(file)) ?? '').trim(), 'base64')
  if (key.length === keyBytes) return key
  throw invalid(`the key of the export targets ${file} cannot be used: restore it from a backup`)
}

/** What exports stand on. Throws `invalid` when the key in the data folder is none. */
export const exportHouseOf = async (config: Config): Promise<ExportHouse> =>
  openExportHouse({
    reach: reach(config.allowPrivateTargets),
    origin: { host: config.hostname, version: packageJson.version },
    folder: join(config.data, 'exports'),
    key: await targetKeyIn(config),
  })
