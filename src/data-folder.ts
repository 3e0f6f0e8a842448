import { existsSync } from 'node:fs'
import { access, constants, mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { addSetupCode } from './access/actions/create-account.ts'
import { newOpaqueToken } from './access/opaque-token.ts'
import { writeAtomically } from './kernel/atomic-file.ts'
import { invalid } from './kernel/errors.ts'
import { type KeyFiles, plainKeyFiles } from './kernel/key-files.ts'
import { generateServerKeyPem, readServerKey, type ServerKey } from './protocol/server-key.ts'
import type { Store } from './store/store.ts'

const reason = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause))

/** Makes the data folder (0700) if it is missing, and makes sure that it can be written. */
export async function prepareFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await access(folder, constants.W_OK)
  } catch (cause) {
    throw invalid(`the data folder ${folder} cannot be written: ${reason(cause)}`, { cause })
  }
}

/** The key that devices encrypt to, made on the first start and kept outside the database. */
export async function serverKeyIn(
  folder: string,
  files: KeyFiles = plainKeyFiles,
): Promise<ServerKey> {
  const file = join(folder, 'server-key.pem')
  if (!existsSync(file)) await files.write(file, generateServerKeyPem())
  const text = (await files.read(file)) ?? ''
  try {
    return readServerKey(text)
  } catch (cause) {
    throw invalid(`the server key ${file} cannot be used: ${reason(cause)}`, { cause })
  }
}

/** The code by which the first administrator proves to be the one who started the server. */
export type SetupCode = { readonly file: string; readonly code: string }

const wholeCode = /^[\w-]{43}$/

/** The setup code while there is no account: the one that is waiting, or a new one. Afterwards undefined: a code that opens nothing is told to nobody. */
export async function setupCodeIn(folder: string, store: Store): Promise<SetupCode | undefined> {
  const file = join(folder, 'setup-code')
  if ((await store.read(({ accounts }) => accounts.count())) > 0) {
    // The code of another server was used.
    await forgetSetupCode(folder)
    return undefined
  }
  const waiting = existsSync(file) ? (await readFile(file, 'utf8')).trim() : ''
  // A file that was cut short must not become a code that is easy to guess.
  const code = wholeCode.test(waiting) ? waiting : newOpaqueToken()
  await writeAtomically(file, { text: `${code}\n`, mode: 0o600 })
  const isGood = await store.transaction(async (tx) => {
    if ((await tx.accounts.count()) > 0) return false
    await addSetupCode(tx, code)
    return true
  })
  if (isGood) return { file, code }
  // Somebody was faster, by the code of a server that started together with this one.
  await forgetSetupCode(folder)
  return undefined
}

export const forgetSetupCode = (folder: string): Promise<void> =>
  rm(join(folder, 'setup-code'), { force: true })
