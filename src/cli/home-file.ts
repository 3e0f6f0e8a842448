import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { invalid } from '../kernel/errors.ts'
import { newUid } from '../kernel/ids.ts'

/** A JSON file (0600) of the client's folder: something for each server. `remedy` says what to do when it is damaged. */
export type HomeFile<Entry> = {
  readonly name: string
  readonly entry: z.ZodType<Entry>
  readonly remedy: string
}

/** Writes a file of the client's folder (0700) whole or not at all. */
export async function writeHomeFile(file: string, text: string): Promise<void> {
  const partial = `${file}.${newUid()}`
  await mkdir(join(file, '..'), { recursive: true, mode: 0o700 })
  await writeFile(partial, text, { mode: 0o600 })
  await chmod(partial, 0o600)
  await rename(partial, file)
}

/** Reads and changes such a file: the whole of it each time, because it is small. */
export function homeFile<Entry>({ name, entry, remedy }: HomeFile<Entry>) {
  const content = z.record(z.string(), entry)

  async function read(home: string): Promise<Record<string, Entry>> {
    const file = join(home, name)
    const text = await readFile(file, 'utf8').catch(() => '{}')
    try {
      return content.parse(JSON.parse(text))
    } catch (cause) {
      throw invalid(`${file} is damaged: ${remedy}`, { cause })
    }
  }

  const write = (home: string, entries: Record<string, Entry>) =>
    writeHomeFile(join(home, name), JSON.stringify(entries, null, 2))

  return {
    find: async (home: string, server: string) => (await read(home))[server],
    save: async (home: string, server: string, value: Entry) =>
      write(home, { ...(await read(home)), [server]: value }),
    async remove(home: string, server: string) {
      const { [server]: _, ...others } = await read(home)
      await write(home, others)
    },
  }
}
