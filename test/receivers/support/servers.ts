import { execFile } from 'node:child_process'
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

/**
 * Real receivers, from Debian, Maven and PyPI into a folder that git does not see. Debian's packages are taken apart and not
 * installed, so no service is started or left behind, and two that cannot be installed together can run together.
 */

const run = promisify(execFile)
const root = join(import.meta.dirname, '../../../node_modules/.cache/keepwatch-receivers')

/** The packages of each server, by the name of its folder. */
const debian = {
  rsyslog: ['rsyslog', 'rsyslog-gnutls', 'rsyslog-relp'],
  'syslog-ng': ['syslog-ng-core'],
  nats: ['nats-server'],
  clickhouse: ['clickhouse-server'],
} as const

export type DebianServer = keyof typeof debian

const configurations = join(import.meta.dirname, '../configurations')

const folderOf = (name: DebianServer) => join(root, name)

const lines = (text: string) => text.split('\n').filter(Boolean)

/** Packages with everything that they need and this machine has not. */
async function missing(packages: readonly string[]): Promise<readonly string[]> {
  const only = ['recommends', 'suggests', 'conflicts', 'breaks', 'replaces', 'enhances']
  const flags = ['--recurse', ...only.map((kind) => `--no-${kind}`)]
  const needed = await run('apt-cache', ['depends', ...flags, ...packages])
  const selections = await run('dpkg', ['--get-selections'])
  const there = new Set(lines(selections.stdout).map((line) => line.split(/[:\s]/)[0] ?? ''))
  const names = lines(needed.stdout).filter((line) => /^[a-z0-9]/.test(line))
  return [...new Set([...packages, ...names.filter((name) => !there.has(name))])]
}

/** Fills a new, empty folder unless what is wanted is there. */
async function filled(folder: string, wanted: string, fill: () => Promise<unknown>): Promise<void> {
  const stamp = join(folder, '.filled')
  if ((await readFile(stamp, 'utf8').catch(() => '')) === wanted) return
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await fill()
  await writeFile(stamp, wanted)
}

async function unpack(name: DebianServer): Promise<void> {
  const folder = folderOf(name)
  await filled(folder, debian[name].join('\n'), async () => {
    const packages = await missing(debian[name])
    const asRoot = ['-o', 'APT::Sandbox::User=root']
    await run('apt-get', [...asRoot, '-qq', 'download', ...packages], { cwd: folder })
    const files = (await readdir(folder)).filter((file) => file.endsWith('.deb'))
    for (const file of files) await run('dpkg', ['-x', file, '.'], { cwd: folder })
  })
}

/** The libraries of the servers that are written in Java, from Maven. */
export const kafkaFolder = join(root, 'kafka')
export const zookeeperFolder = join(root, 'zookeeper')

/** Copies what a project of Maven's needs when it runs into a folder. */
const copyLibraries = (folder: string, project: string, ...more: readonly string[]) =>
  run('mvn', [
    ...['--quiet', '--batch-mode', '--file', project, 'dependency:copy-dependencies'],
    ...[`-DoutputDirectory=${folder}`, '-DincludeScope=runtime', ...more],
  ])

async function fetchLibraries(folder: string, projectFile: string): Promise<void> {
  const project = join(configurations, projectFile)
  await filled(folder, await readFile(project, 'utf8'), () => copyLibraries(folder, project))
}

/** The distribution that OpenSearch publishes for tests of its clients, from Maven. */
const opensearch = 'org.opensearch.distribution.integ-test-zip:opensearch:2.19.6:zip'

export const opensearchFolder = join(root, 'opensearch', 'opensearch-2.19.6')

/** Painless, without which no script runs: every distribution for use has it, that for tests has not. */
async function addPainless(): Promise<void> {
  const from = join(configurations, 'painless')
  const module = join(opensearchFolder, 'modules/lang-painless')
  const own = ['org.opensearch.plugin', 'org.antlr', 'org.ow2.asm']
  await copyLibraries(module, join(from, 'pom.xml'), `-DincludeGroupIds=${own.join(',')}`)
  await cp(from, module, { recursive: true })
}

async function fetchOpensearch(): Promise<void> {
  const folder = join(root, 'opensearch')
  const unpack = ['--quiet', '--batch-mode', 'dependency:unpack', `-Dartifact=${opensearch}`]
  await filled(folder, `${opensearch} with painless`, async () => {
    // Maven notes where it stands what it has unpacked, and does not do it twice: so it stands in the folder itself.
    await run('mvn', [...unpack, `-DoutputDirectory=${folder}`], { cwd: folder })
    await addPainless()
  })
}

/** The current engine of ClickHouse, from npm: half a gigabyte, so it is no dependency of ours. */
export const chdbFolder = join(root, 'chdb')

async function fetchChdb(): Promise<void> {
  const wanted = await readFile(join(configurations, 'chdb/package.json'), 'utf8')
  const flags = ['--ignore-scripts', '--no-package-lock', '--no-audit', '--no-fund', '--silent']
  await filled(chdbFolder, wanted, async () => {
    await writeFile(join(chdbFolder, 'package.json'), wanted)
    await run('npm', ['install', ...flags], { cwd: chdbFolder })
  })
}

/** An S3 server that checks signatures, from PyPI: moto, with the verification of AWS's own botocore. */
export const motoProgram = join(root, 'moto/bin/moto_server')

async function fetchMoto(): Promise<void> {
  const folder = join(root, 'moto')
  const requirements = join(configurations, 'moto.requirements.txt')
  await filled(folder, await readFile(requirements, 'utf8'), async () => {
    await run('python3', ['-m', 'venv', folder])
    await run(join(folder, 'bin/pip'), ['install', '--quiet', '--requirement', requirements])
  })
}

/** Where a program is, and the variables that it finds its libraries with. */
export async function programOf(name: DebianServer, path: string) {
  const folder = folderOf(name)
  const [triplet = ''] = (await readdir(join(folder, 'usr/lib'))).filter((entry) =>
    entry.endsWith('-linux-gnu'),
  )
  const libraries = [`usr/lib/${triplet}`, `lib/${triplet}`, 'usr/lib/syslog-ng'].map((library) =>
    join(folder, library),
  )
  return {
    program: join(folder, path),
    libraries: join(folder, 'usr/lib', triplet),
    env: { PATH: process.env['PATH'] ?? '', LD_LIBRARY_PATH: libraries.join(':') },
  }
}

/** Vitest calls it once, before any test of the project. */
export async function setup(): Promise<void> {
  const unpacked = async () => {
    for (const name of Object.keys(debian) as DebianServer[]) await unpack(name)
  }
  const fromMaven = async () => {
    await fetchLibraries(kafkaFolder, 'kafka.pom.xml')
    await fetchLibraries(zookeeperFolder, 'zookeeper.pom.xml')
    await fetchOpensearch()
  }
  await Promise.all([unpacked(), fromMaven(), fetchMoto(), fetchChdb()])
}
