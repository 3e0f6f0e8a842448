import { execFile } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

/**
 * The vendor's clients, unmodified, from their registries into a folder that git does not see. What is there in the wanted
 * versions stays, so that a second run begins at once.
 */

const run = promisify(execFile)
const root = join(import.meta.dirname, '../../../node_modules/.cache/keepwatch-clients')

type Fetched = {
  /** Packages with their versions: other ones are fetched anew. */
  readonly packages: readonly string[]
  /** Puts them into a new, empty folder. */
  put(folder: string, packages: readonly string[]): Promise<unknown>
}

/** What is fetched, by the name of its folder. */
const fetched = {
  'javascript-16.6': {
    packages: ['@keeper-security/secrets-manager-core@16.6.0'],
    put: (folder, packages) =>
      run('npm', ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', ...packages]),
  },
  python: {
    packages: ['keeper-secrets-manager-core==17.3.0'],
    async put(folder, packages) {
      await run('python3', ['-m', 'venv', folder])
      await run(join(folder, 'bin/pip'), ['install', '--quiet', ...packages])
    },
  },
} as const satisfies Record<string, Fetched>

/** Where a fetched client is. */
export const folderOf = (name: keyof typeof fetched): string => join(root, name)

async function fetchOne(name: keyof typeof fetched): Promise<void> {
  const folder = folderOf(name)
  const { packages, put }: Fetched = fetched[name]
  const stamp = join(folder, '.fetched')
  const wanted = packages.join('\n')
  if ((await readFile(stamp, 'utf8').catch(() => '')) === wanted) return
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await put(folder, packages)
  await writeFile(stamp, wanted)
}

/** Vitest calls it once, before any test of the project. */
export async function setup(): Promise<void> {
  const names = Object.keys(fetched) as (keyof typeof fetched)[]
  await Promise.all(names.map(fetchOne))
}
