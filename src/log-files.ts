import { readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Anchor } from './events/anchor.ts'
import { keysMark, type LogIdentity, logIdentity } from './events/log-identity.ts'
import { writeAtomically } from './kernel/atomic-file.ts'
import { invalid } from './kernel/errors.ts'
import { newUid } from './kernel/ids.ts'
import { type KeyFiles, plainKeyFiles } from './kernel/key-files.ts'
import { generateNoteKey } from './tlog/note-key.ts'

const keyFile = (folder: string) => join(folder, 'log-key')
const nextKeyFile = (folder: string) => join(folder, 'log-key.next')
const vkeyFile = (folder: string) => join(folder, 'log-vkey')
const anchorFile = (folder: string) => join(folder, 'log-anchor')

const readIfThere = (file: string): Promise<string | undefined> =>
  readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined
    throw invalid(`${file} cannot be read: ${cause.message}`, { cause })
  })

/** Secret keys (`skey` texts), the current one first. */
export type LogKeys = readonly [string, ...string[]]

/** What verifiers need, a line each. Written only when it is not there already. */
async function saveVerifierKeys(folder: string, { vkeys }: LogIdentity): Promise<void> {
  const text = `${vkeys.join('\n')}\n`
  if ((await readIfThere(vkeyFile(folder))) === text) return
  await writeAtomically(vkeyFile(folder), { text, mode: 0o644 })
}

/** Puts the secret keys in place (0600), and beside them what verifiers need. */
async function saveLogKeys(folder: string, keys: LogKeys, files: KeyFiles): Promise<void> {
  await files.write(keyFile(folder), `${keys.join('\n')}\n`)
  await saveVerifierKeys(folder, logIdentity(keys))
}

async function keysInFile(file: string, files: KeyFiles): Promise<LogKeys | undefined> {
  const text = await files.read(file)
  if (text === undefined) return undefined
  const [current, ...older] = text.split('\n').filter(Boolean)
  if (!current) throw invalid(`${file} is empty: restore it from a backup`)
  return [current, ...older]
}

/** The secret keys in DATA/log-key, or undefined before the first start. Throws `invalid` when the file is empty. */
export const logKeysIn = (folder: string, files: KeyFiles = plainKeyFiles) =>
  keysInFile(keyFile(folder), files)

/** A key under a new name, which is a new log: nobody can take its checkpoints for those of another. */
export const newLogKeys = (): LogKeys => [generateNoteKey(`keepwatch/${newUid()}`).skey]

async function makeKeys(folder: string, files: KeyFiles): Promise<LogKeys> {
  const keys = newLogKeys()
  await saveLogKeys(folder, keys, files)
  return keys
}

/**
 * The log's identity, from DATA/log-key: a secret key a line, the current one first. Made on the first start; never in the
 * database, because whoever has both can rewrite what is not anchored elsewhere.
 */
export async function logIdentityIn(
  folder: string,
  files: KeyFiles = plainKeyFiles,
): Promise<LogIdentity> {
  const identity = logIdentity((await logKeysIn(folder, files)) ?? (await makeKeys(folder, files)))
  // The power may have gone between the two files when the keys were made or changed.
  await saveVerifierKeys(folder, identity)
  return identity
}

/** The last signed checkpoint, in DATA/log-anchor. */
export const anchorIn = (folder: string): Anchor => ({
  read: () => readIfThere(anchorFile(folder)),
  write: (note) => writeAtomically(anchorFile(folder), { text: note, mode: 0o644 }),
})

/** Lays the next secret keys beside the current ones, before the event of their change commits. */
export const stageLogKeys = (
  folder: string,
  next: LogKeys,
  files: KeyFiles = plainKeyFiles,
): Promise<void> => files.write(nextKeyFile(folder), `${next.join('\n')}\n`)

const moveIfThere = (file: string, to: string) =>
  rename(file, to).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })

/** What was signed under the old name stays beside the new log, under a name that nothing reads. */
async function setOldLogAside(folder: string): Promise<void> {
  const suffix = `until-${new Date().toISOString().replaceAll(':', '-')}`
  await moveIfThere(anchorFile(folder), `${anchorFile(folder)}.${suffix}`)
  await moveIfThere(keyFile(folder), `${keyFile(folder)}.${suffix}`)
}

/**
 * Ends a change of keys, also one that a crash cut short: staged keys take their place when `committed` (the store's
 * `keysSetting`) says that their event is in the log, and vanish when it does not. So keys and log always tell the same.
 */
export async function settleLogKeys(
  folder: string,
  committed: string | undefined,
  files: KeyFiles = plainKeyFiles,
): Promise<void> {
  const next = await keysInFile(nextKeyFile(folder), files)
  if (!next) return
  const identity = logIdentity(next)
  if (committed === keysMark(identity)) {
    const current = await logKeysIn(folder, files)
    if (!current || logIdentity(current).origin !== identity.origin) await setOldLogAside(folder)
    await saveLogKeys(folder, next, files)
  }
  await rm(nextKeyFile(folder))
}
