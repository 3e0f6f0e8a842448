import { chmod, mkdir, readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { filesFolder } from './file-house.ts'
import { writeAtomically } from './kernel/atomic-file.ts'
import { invalid } from './kernel/errors.ts'
import type { CarriedFile } from './store/embedded/backup-file.ts'

/**
 * What a backup leaves: the database and the files of records are copied otherwise, and the anchor is made from that copy.
 * All else is carried.
 */
const left = (name: string) =>
  name.startsWith('keepwatch.db') ||
  name.startsWith(`${filesFolder}${sep}`) ||
  name === 'keepwatch.lock' ||
  name === 'log-anchor'

const isDraft = (name: string) => name.split(sep).some((part) => part.startsWith('.'))

/** Keys, certificates and the like: everything in a data folder that is neither the database nor a file of a record. */
export async function filesOf(folder: string): Promise<readonly CarriedFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const names = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)))
    .filter((name) => !left(name) && !isDraft(name))
  return Promise.all(
    names.sort().map(async (name) => {
      const file = join(folder, name)
      const { mode } = await stat(file)
      return { name: name.replaceAll(sep, '/'), mode: mode & 0o777, bytes: await readFile(file) }
    }),
  )
}

const isBelow = (name: string) =>
  name !== '' && !name.split('/').some((part) => part === '' || part.startsWith('.'))

/** Puts carried files into a folder. Throws `invalid`, before anything is written, when a name leads out of it. */
export async function putFiles(folder: string, files: readonly CarriedFile[]): Promise<void> {
  const strange = files.find(({ name }) => !isBelow(name))
  if (strange) throw invalid(`the backup names a file outside of the data folder: ${strange.name}`)
  for (const { name, mode, bytes } of files) {
    const file = join(folder, name)
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    await chmod(dirname(file), 0o700)
    await writeAtomically(file, { text: bytes, mode })
  }
}
