import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** How to export to a SIEM, as people read it. */
export const guideText = (): Promise<string> =>
  readFile(join(import.meta.dirname, '../../../docs/guides/export-to-a-siem.md'), 'utf8')

/** A search of the guide, word for word: the indented lines from the one that begins like this. Throws when there is none. */
export async function guideSearch(start: string): Promise<string> {
  const lines = (await guideText()).split('\n')
  const from = lines.findIndex((line) => line.startsWith(`    ${start}`))
  if (from < 0) throw new Error(`the guide has no search that begins with ${start}`)
  const behind = lines.slice(from).findIndex((line) => !line.startsWith('    '))
  const found = lines.slice(from, behind < 0 ? undefined : from + behind)
  return found.map((line) => line.trimStart()).join('\n')
}
