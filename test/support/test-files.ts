import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileHouse } from '../../src/file-house.ts'
import type { FileHouse } from '../../src/protocol/file-house.ts'
import type { ServerKey } from '../../src/protocol/server-key.ts'

export type TestFiles = { readonly house: FileHouse; readonly folder: string; remove(): void }

/** What a server without a data folder of its own has for files; `remove` takes it away. */
export function testFiles(serverKey: ServerKey): TestFiles {
  const data = mkdtempSync(join(tmpdir(), 'keepwatch-files-'))
  const config = { data, fileLimit: 1_000_000, fileQuota: 10_000_000 }
  return {
    folder: data,
    house: fileHouse(config, { serverKey, hostname: () => 'localhost' }),
    remove: () => rmSync(data, { recursive: true, force: true }),
  }
}
