import { readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Anchor } from './events/anchor.ts'
import { type LogIdentity, logIdentity } from './events/log-identity.ts'
import { writeAtomically } from './kernel/atomic-file.ts'
import { invalid } from './kernel/errors.ts'
import { newUid } from './kernel/ids.ts'
import { generateNoteKey } from './tlog/note-key.ts'

const keyFile = (folder: string) => join(folder, 'log-key')
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
export async function saveLogKeys(folder: string, keys: LogKeys): Promise<void> {
  await writeAtomically(keyFile(folder), { text: `${keys.join('\n')}\n`, mode: 0o600 })
  await saveVerifierKeys(folder, logIdentity(keys))
}

/** The secret keys in DATA/log-key, or undefined before the first start. Throws `invalid` when the file is empty. */
export async function logKeysIn(folder: string): Promise<LogKeys | undefined> {
  const text = await readIfThere(keyFile(folder))
  if (text === undefined) return undefined
  const [current, ...older] = text.split('\n').filter(Boolean)
  if (!current) throw invalid(`${keyFile(folder)} is empty: restore it from a backup`)
  return [current, ...older]
}

/** A new name is a new log: nobody can take its checkpoints for those of another. */
async function makeKeys(folder: string): Promise<LogKeys> {
  const keys: LogKeys = [generateNoteKey(`keepwatch/${newUid()}`).skey]
  await saveLogKeys(folder, keys)
  return keys
}

/**
 * The log's identity, from DATA/log-key: a secret key a line, the current one first. Made on the first start; never in the
 * database, because whoever has both can rewrite what is not anchored elsewhere.
 */
export async function logIdentityIn(folder: string): Promise<LogIdentity> {
  const identity = logIdentity((await logKeysIn(folder)) ?? (await makeKeys(folder)))
  // The power may have gone between the two files when the keys were made or changed.
  await saveVerifierKeys(folder, identity)
  return identity
}

/** The last signed checkpoint, in DATA/log-anchor. */
export const anchorIn = (folder: string): Anchor => ({
  read: () => readIfThere(anchorFile(folder)),
  write: (note) => writeAtomically(anchorFile(folder), { text: note, mode: 0o644 }),
})

/** Puts the old identity and anchor aside and begins a new log: what was signed before can never be signed otherwise. */
export async function beginNewIdentity(folder: string): Promise<LogIdentity> {
  const suffix = new Date().toISOString().replaceAll(':', '-')
  await rename(keyFile(folder), `${keyFile(folder)}.until-${suffix}`)
  await rename(anchorFile(folder), `${anchorFile(folder)}.until-${suffix}`)
  await rm(vkeyFile(folder), { force: true })
  return logIdentityIn(folder)
}
