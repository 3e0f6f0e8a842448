import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

/**
 * The vendor's clients, unmodified, from their registries into a folder that git does not see. What is there in the wanted
 * versions stays, so that a second run begins at once.
 */

const run = promisify(execFile)
const root = join(import.meta.dirname, '../../../node_modules/.cache/keepwatch-clients')
const drivers = join(import.meta.dirname, '../drivers')

type Fetched = {
  /** Packages with their versions, or a folder with sources that name them: when these change they are fetched anew. */
  readonly packages: readonly string[]
  readonly sources?: string
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
    packages: ['keeper-secrets-manager-core==17.3.0', 'keeper-secrets-manager-cli==1.4.0'],
    async put(folder, packages) {
      await run('python3', ['-m', 'venv', folder])
      await run(join(folder, 'bin/pip'), ['install', '--quiet', ...packages])
    },
  },
  commander: {
    packages: ['keepercommander==18.0.13'],
    async put(folder, packages) {
      await run('python3', ['-m', 'venv', folder])
      await run(join(folder, 'bin/pip'), ['install', '--quiet', ...packages])
    },
  },
  go: {
    packages: [],
    sources: join(drivers, 'go'),
    put: (folder) =>
      run('go', ['build', '-o', join(folder, 'driver'), '.'], { cwd: join(drivers, 'go') }),
  },
} as const satisfies Record<string, Fetched>

/** Where a fetched client is. */
export const folderOf = (name: keyof typeof fetched): string => join(root, name)

async function textsIn(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder)).sort()
  return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
}

async function fetchOne(name: keyof typeof fetched): Promise<void> {
  const folder = folderOf(name)
  const { packages, sources, put }: Fetched = fetched[name]
  const stamp = join(folder, '.fetched')
  const wanted = [...packages, ...(sources ? await textsIn(sources) : [])].join('\n')
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
