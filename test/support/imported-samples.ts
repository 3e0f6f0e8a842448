import { join } from 'node:path'
import type { ShownEvent } from '../../src/events/shown-event.ts'
import type { CommandLine } from './keepwatch.ts'
import type { TestServer } from './server.ts'

/** What `keepwatch import` says of a file. */
export type ImportSum = {
  readonly file: string
  readonly from: string
  readonly entries: number
  readonly imported: number
  readonly already_there: number
  readonly unreadable: number
  readonly first?: string
  readonly last?: string
  readonly import_uid?: string
}

/** A file as another product writes it, after its published format. */
export const sample = (name: string): string =>
  join(import.meta.dirname, '../samples/imports', name)

/** Imports one file, and fails when the command does. */
export async function importFile(
  line: CommandLine,
  file: string,
  ...flags: readonly string[]
): Promise<ImportSum> {
  const [sum] = await line.ask<ImportSum[]>('import', file, ...flags)
  if (!sum) throw new Error('nothing was said')
  return sum
}

/** The events that an import brought. */
export const importedBy = async (
  server: TestServer,
  { import_uid }: ImportSum,
): Promise<readonly ShownEvent[]> =>
  (await server.events()).filter(
    (event) => event['import_uid'] === import_uid && event['imported_from'] !== undefined,
  )
