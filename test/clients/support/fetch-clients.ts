import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
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

async function putPython(folder: string, packages: readonly string[]): Promise<void> {
  await run('python3', ['-m', 'venv', folder])
  await run(join(folder, 'bin/pip'), ['install', '--quiet', ...packages])
}

/** Its plugins come as a Python package; where Ansible looks for collections they have the collection's name. */
async function putAnsible(folder: string, packages: readonly string[]): Promise<void> {
  await putPython(folder, packages)
  const whereIs = 'import keeper_secrets_manager_ansible as it; print(it.__path__[0])'
  const { stdout } = await run(join(folder, 'bin/python'), ['-c', whereIs])
  const namespace = join(folder, 'ansible_collections/keepersecurity')
  await mkdir(namespace, { recursive: true })
  await symlink(stdout.trim(), join(namespace, 'keeper_secrets_manager'))
}

/** Maven lays a package and what it needs into `lib`; the driver is compiled into `classes`. */
async function putJava(folder: string, packages: readonly string[]): Promise<void> {
  const dependencies = packages.map((one) => {
    const [group, artifact, version] = one.split(':')
    return `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`
  })
  const own = '<groupId>example</groupId><artifactId>clients</artifactId><version>1</version>'
  const model = '<modelVersion>4.0.0</modelVersion>'
  const pom = `<project>${model}${own}<dependencies>${dependencies.join('')}</dependencies></project>`
  await writeFile(join(folder, 'pom.xml'), pom)
  const goal = ['dependency:copy-dependencies', '-DoutputDirectory=lib']
  await run('mvn', ['--quiet', '--batch-mode', ...goal], { cwd: folder })
  const driver = join(drivers, 'java/Driver.java')
  await run('javac', ['-cp', 'lib/*', '-d', 'classes', driver], { cwd: folder })
}

/** A project as `cargo new` makes it, with everything built that its program needs. */
async function putRust(folder: string, packages: readonly string[]): Promise<void> {
  await run('cargo', ['init', '--quiet', '--vcs', 'none', '--name', 'read'], { cwd: folder })
  await run('cargo', ['add', '--quiet', ...packages], { cwd: folder })
  await run('cargo', ['build', '--quiet'], { cwd: folder })
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
    put: putPython,
  },
  ansible: {
    packages: [
      'ansible-core==2.19.14',
      'keeper-secrets-manager-ansible==1.4.0',
      'keeper-secrets-manager-core==17.3.0',
    ],
    put: putAnsible,
  },
  commander: {
    packages: ['keepercommander==18.0.13'],
    put: putPython,
  },
  go: {
    packages: [],
    sources: join(drivers, 'go'),
    put: (folder) =>
      run('go', ['build', '-o', join(folder, 'driver'), '.'], { cwd: join(drivers, 'go') }),
  },
  java: {
    packages: ['com.keepersecurity.secrets-manager:core:17.1.1'],
    sources: join(drivers, 'java'),
    put: putJava,
  },
  rust: {
    packages: ['keeper-secrets-manager-core@=17.3.0'],
    put: putRust,
  },
} as const satisfies Record<string, Fetched>

/** `npm run test:clients -- --full`: also what takes minutes to build. */
export const isFull = process.env['KEEPWATCH_FAULTS'] === 'full'

const slow: ReadonlySet<string> = new Set(isFull ? [] : ['rust'])

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
  await Promise.all(names.filter((name) => !slow.has(name)).map(fetchOne))
}
