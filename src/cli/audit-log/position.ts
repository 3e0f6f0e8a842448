import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { writeAtomically } from '../../kernel/atomic-file.ts'
import { invalid } from '../../kernel/errors.ts'

const position = z.object({
  /** The number of the first event that was not exported yet. */
  next: z.int().min(0),
  /** Makes pseudonyms that are the same in every run, and that nobody else can make. */
  pseudonym_key: z.string(),
  /** Events that were refused for good, to be tried again. */
  refused: z.array(z.object({ seq: z.int().min(0), reason: z.string() })).default([]),
})
const content = z.record(z.string(), position)

/** How far an export has come. */
export type Position = z.infer<typeof position>

/** Which export: each has a position of its own. */
export type Export = {
  readonly home: string
  readonly server: string
  readonly target: string
  readonly file: string
}

const fileIn = (home: string) => join(home, 'audit-log.json')
const nameOf = ({ server, target, file }: Export) => `${server} ${target} ${file}`

async function read(home: string): Promise<z.infer<typeof content>> {
  const file = fileIn(home)
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}'
    throw error
  })
  try {
    return content.parse(JSON.parse(text))
  } catch (cause) {
    throw invalid(`${file} is damaged: remove it, and the next run begins where its file ends`, {
      cause,
    })
  }
}

const beginning = (): Position => ({
  next: 0,
  pseudonym_key: randomBytes(32).toString('base64'),
  refused: [],
})

export const findPosition = async (of: Export): Promise<Position> =>
  (await read(of.home))[nameOf(of)] ?? beginning()

export async function savePosition(of: Export, to: Position): Promise<void> {
  const positions = { ...(await read(of.home)), [nameOf(of)]: to }
  const text = `${JSON.stringify(positions, null, 2)}\n`
  await writeAtomically(fileIn(of.home), { text, mode: 0o600 })
}
