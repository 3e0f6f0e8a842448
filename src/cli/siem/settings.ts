import { readFile } from 'node:fs/promises'
import { invalid } from '../../kernel/errors.ts'

/** `NAME=VALUE`, or `NAME=@FILE` for what stands in a file (a token, a certificate); a doubled `@` is one. */
async function readSetting(text: string): Promise<readonly [string, string]> {
  const [, name, value] = /^([a-z][a-z0-9_]*)=(.*)$/s.exec(text) ?? []
  if (name === undefined || value === undefined)
    throw invalid(`${text.split('=')[0]} is no setting: write NAME=VALUE or NAME=@FILE`)
  if (!value.startsWith('@') || value.startsWith('@@')) return [name, value.replace(/^@@/, '@')]
  const content = await readFile(value.slice(1), 'utf8').catch((cause) => {
    throw invalid(`${value.slice(1)} cannot be read`, { cause })
  })
  return [name, content.includes('-----BEGIN') ? content : content.trim()]
}

/** The settings of the flags `--set` and `--secret`. */
export async function readSettings(
  given: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  return Object.fromEntries(await Promise.all(given.map(readSetting)))
}
