import { createReadStream } from 'node:fs'

/**
 * The lines of a file, as they come. Only a line feed ends one: Node's `readline` also takes U+2028 for an end, which JSON may
 * have inside of a text.
 */
export async function* fileLines(file: string): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of createReadStream(file, { encoding: 'utf8' })) {
    const lines = `${rest}${chunk}`.split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') yield rest
}
