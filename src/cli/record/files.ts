import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Command } from 'commander'
import { addFile, getFile, type ListedFile, removeFile } from '../../client/files.ts'
import type { Vault } from '../../client/vault.ts'
import { writeAtomically } from '../../kernel/atomic-file.ts'
import { invalid } from '../../kernel/errors.ts'
import { say } from '../answer.ts'
import { openVault } from '../connect.ts'
import type { Environment } from '../environment.ts'
import { exampleText } from '../example-text.ts'
import { globalOptions } from '../global-options.ts'

const forOwnerOnly = 0o600

/** A file of this machine, ready to be hung on a record. Throws `invalid` with its path when it cannot be read. */
async function fileAt(path: string) {
  try {
    const { mtimeMs } = await stat(path)
    const bytes = new Uint8Array(await readFile(path))
    return { name: basename(path), lastModified: Math.floor(mtimeMs), bytes }
  } catch (cause) {
    throw invalid(`${path} cannot be read: ${(cause as Error).message}`, { cause })
  }
}

/** Reads all of them before anything is done, so that a wrong path changes nothing. */
export const filesAt = (paths: readonly string[] = []) => Promise.all(paths.map(fileAt))

/** Hangs files on a record, one after the other: each makes a version of it. */
export async function addFiles(
  vault: Vault,
  record_uid: string,
  files: Awaited<ReturnType<typeof filesAt>>,
): Promise<readonly ListedFile[]> {
  const added: ListedFile[] = []
  for (const file of files) added.push(await addFile(vault, record_uid, file))
  return added
}

/** `record download`. */
export function download(noun: Command, environment: Environment): void {
  noun
    .command('download <record-uid> <file>')
    .addHelpText(
      'after',
      exampleText(
        'record download UID backup.tar --output backup.tar',
        'record download UID FILE_UID | tar x',
      ),
    )
    .description('fetch a file of a record, by its name or UID, to --output or the standard output')
    .action(async (uid: string, file: string, _, command) => {
      const options = globalOptions(command, environment)
      const { name, bytes } = await getFile(await openVault(options, environment), uid, file)
      if (!options.output) return void environment.stdout.write(bytes)
      await writeAtomically(options.output, { text: bytes, mode: forOwnerOnly })
      say(`Wrote ${name} to ${options.output}.`, options, environment)
    })
}

/** `record file remove`. */
export function file(record: Command, environment: Environment): void {
  const noun = record.command('file').description('files that hang on records')
  noun
    .command('remove <record-uid> <file...>')
    .addHelpText(
      'after',
      exampleText('record file remove UID backup.tar', 'record file remove UID FILE_UID'),
    )
    .description(
      'take files off a record, by their names or UIDs; devices do not get them any more',
    )
    .action(async (uid: string, files: readonly string[], _, command) => {
      const options = globalOptions(command, environment)
      const vault = await openVault(options, environment)
      for (const file of files) {
        const { name } = await removeFile(vault, uid, file)
        say(`Took ${name} off record ${uid}.`, options, environment)
      }
    })
}
