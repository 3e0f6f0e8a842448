import { readFile } from 'node:fs/promises'
import { writeAtomically } from './atomic-file.ts'
import { conflict, invalid } from './errors.ts'
import { openText, sealText } from './sealed-text.ts'

/** Files that hold keys of the server: as they are, or sealed under a key that the operator keeps elsewhere. */
export type KeyFiles = {
  /** The text of a file, or undefined when there is none. Throws `conflict` when another key sealed it. */
  read(file: string): Promise<string | undefined>
  /** Puts a file in place (0600), whole or not at all. */
  write(file: string, text: string): Promise<void>
}

const mark = 'keepwatch-sealed-1 '
/** A sealed file belongs to nothing else that the same key may seal. */
const purpose = 'key file of keepwatch'

/** Whether the text of a key file is sealed. */
export const isSealed = (text: string): boolean => text.startsWith(mark)

const seal = (key: Uint8Array, text: string): string => `${mark}${sealText(key, purpose, text)}\n`

const open = (key: Uint8Array, text: string): string =>
  openText(key, purpose, text.slice(mark.length).trim())

const readIfThere = (file: string): Promise<string | undefined> =>
  readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined
    throw invalid(`${file} cannot be read: ${cause.message}`, { cause })
  })

/** Without a key of the operator. */
export const plainKeyFiles: KeyFiles = {
  async read(file) {
    const text = await readIfThere(file)
    if (text !== undefined && isSealed(text))
      throw conflict(
        `${file} is sealed: name its key by --key-file, --key-command or KEEPWATCH_KEY`,
      )
    return text
  },
  write: (file, text) => writeAtomically(file, { text, mode: 0o600 }),
}

/** Under the first of these keys; what an older one sealed opens as well. What is not sealed yet is read, and sealed on the way. */
export function sealedKeyFiles(key: Uint8Array, ...older: readonly Uint8Array[]): KeyFiles {
  const write = (file: string, text: string) =>
    writeAtomically(file, { text: seal(key, text), mode: 0o600 })

  function openWithAny(file: string, text: string): string {
    for (const one of [key, ...older])
      try {
        return open(one, text)
      } catch {}
    throw conflict(
      `${file} was sealed with another key: name the right one, or end what was begun with keepwatch keys reseal`,
    )
  }

  return {
    write,
    async read(file) {
      const text = await readIfThere(file)
      if (text === undefined) return undefined
      if (isSealed(text)) return openWithAny(file, text)
      await write(file, text)
      return text
    },
  }
}
