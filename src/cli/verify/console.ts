import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { Failure, invalid } from '../../kernel/errors.ts'
import { answerOne } from '../answer.ts'
import { reaching, trust } from '../connect.ts'
import type { Environment } from '../environment.ts'
import type { GlobalOptions } from '../global-options.ts'

/** What the build says of the console: SHA-256 of each file, by its path. */
const published = z.object({ files: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/)) })

const ownHashes = join(import.meta.dirname, '../../../console/dist/hashes.json')

export type ConsoleFlags = { readonly console?: string; readonly hashes?: string }

async function readHashes(file: string): Promise<Readonly<Record<string, string>>> {
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw invalid(
      `${file} cannot be read: name the release's file with --hashes, or build the console with \`npm run build:console\``,
      { cause },
    )
  })
  try {
    return published.parse(JSON.parse(text)).files
  } catch (cause) {
    throw invalid(`${file} does not hold the hashes of a console`, { cause })
  }
}

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

const page = 'index.html'

/** The page as it was built: each answer has a nonce of its own in it, which its policy names. */
function asBuilt(bytes: Uint8Array, response: Response): Uint8Array {
  const policy = response.headers.get('content-security-policy') ?? ''
  const nonce = /'nonce-([A-Za-z0-9+/=]+)'/.exec(policy)?.[1]
  if (nonce === undefined) return bytes
  return Buffer.from(Buffer.from(bytes).toString('utf8').replace(nonce, 'STYLE_NONCE'))
}

/** What the server sends for a file of the console; undefined when it sends none. */
async function served(server: string, name: string): Promise<Uint8Array | undefined> {
  const path = name === page ? '/' : `/${name}`
  const response = await reaching(server)(`${server}${path}`, {
    headers: { accept: 'text/html,*/*' },
  })
  const bytes = new Uint8Array(await response.arrayBuffer())
  if (!response.ok) return undefined
  return name === page ? asBuilt(bytes, response) : bytes
}

/**
 * Holds the console that a server sends against the hashes that its release has published.
 *
 * @throws `unproven` with the files that differ or are missing
 */
export async function verifyConsole(
  { console: url = '', hashes = ownHashes }: ConsoleFlags,
  options: GlobalOptions,
  environment: Environment,
): Promise<void> {
  if (options.ca) await trust(options.ca)
  const server = url.replace(/\/+$/, '')
  if (!URL.canParse(server))
    throw invalid('--console takes the address of a server: https://HOST:PORT')
  const files = await readHashes(hashes)
  const wrong: string[] = []
  for (const [name, hash] of Object.entries(files)) {
    const bytes = await served(server, name)
    if (!bytes) wrong.push(`${name} is missing`)
    else if (hashOf(bytes) !== hash) wrong.push(`${name} is another file: ${hashOf(bytes)}`)
  }
  if (wrong.length > 0)
    throw new Failure(
      'unproven',
      `the console at ${server} is not the one that was published:\n  ${wrong.join('\n  ')}`,
    )
  await answerOne(
    { verified: true, console: server, files: Object.keys(files).length },
    options,
    environment,
  )
}
