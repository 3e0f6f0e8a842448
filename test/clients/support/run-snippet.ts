import { execFile } from 'node:child_process'
import { copyFile, mkdir, symlink, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { folderOf } from './fetch-clients.ts'

/** How what the console shows becomes a program: only what its reader would do with it, and nothing of the text is changed. */

const execute = promisify(execFile)

/** Where a snippet runs: a folder of its own, the server's authority, and the proxy by which the server is reached. */
export type Bench = {
  readonly folder: string
  readonly caFile: string
  readonly proxyPort: number
  /** A record that it may read. */
  readonly record: string
}

const modules = join(import.meta.dirname, '../../../node_modules')

/** The settings by which each runtime trusts an authority and takes a proxy. */
const surroundings = ({ caFile, proxyPort }: Bench) => ({
  ...process.env,
  HTTPS_PROXY: `http://127.0.0.1:${proxyPort}`,
  NODE_USE_ENV_PROXY: '1',
  NODE_EXTRA_CA_CERTS: caFile,
  REQUESTS_CA_BUNDLE: caFile,
  SSL_CERT_FILE: caFile,
})

type Command = readonly [command: string, ...args: readonly string[]]

async function run(bench: Bench, [command, ...args]: Command, env: NodeJS.ProcessEnv = {}) {
  const options = { cwd: bench.folder, env: { ...surroundings(bench), ...env } }
  const { stdout } = await execute(command, args, options)
  return stdout
}

/** Builds with the usual surroundings: what is built must not go by the test's proxy. */
const build = ({ folder: cwd }: Pick<Bench, 'folder'>, [command, ...args]: Command) =>
  execute(command, args, { cwd })

const put = ({ folder }: Bench, name: string, text: string) => writeFile(join(folder, name), text)

const python = () => join(folderOf('python'), 'bin/python')

/** With the SDK where an application has it. */
async function runJavaScript(text: string, bench: Bench) {
  await symlink(modules, join(bench.folder, 'node_modules'))
  await put(bench, 'read.mjs', text)
  return run(bench, [process.execPath, 'read.mjs'])
}

async function runPython(text: string, bench: Bench) {
  await put(bench, 'read.py', text)
  return run(bench, [python(), 'read.py'])
}

async function runGo(text: string, bench: Bench) {
  const drivers = join(import.meta.dirname, '../drivers/go')
  for (const name of ['go.mod', 'go.sum'])
    await copyFile(join(drivers, name), join(bench.folder, name))
  await put(bench, 'main.go', text)
  await build(bench, ['go', 'build', '-o', 'read', '.'])
  return run(bench, ['./read'])
}

async function runJava(text: string, bench: Bench) {
  await put(bench, 'ReadSecrets.java', text)
  const store = ['-keystore', 'trust.p12', '-storepass', 'changeit', '-alias', 'keepwatch']
  await build(bench, ['keytool', '-importcert', '-noprompt', '-file', bench.caFile, ...store])
  const trust = [
    '-Djavax.net.ssl.trustStore=trust.p12',
    '-Djavax.net.ssl.trustStorePassword=changeit',
  ]
  const proxy = ['-Dhttps.proxyHost=127.0.0.1', `-Dhttps.proxyPort=${bench.proxyPort}`]
  const packages = join(folderOf('java'), 'lib/*')
  return run(bench, ['java', ...trust, ...proxy, '-cp', packages, 'ReadSecrets.java'])
}

async function runRust(text: string, bench: Bench) {
  const folder = folderOf('rust')
  await writeFile(join(folder, 'src/main.rs'), text)
  await build({ folder }, ['cargo', 'build', '--quiet', '--offline'])
  return run(bench, [join(folder, 'target/debug/read')])
}

/** The packages are there already, so that pip has nothing to fetch. */
async function runKsm(text: string, bench: Bench) {
  const path = [join(folderOf('python'), 'bin'), process.env['PATH']].join(delimiter)
  return run(bench, ['bash', '-euo', 'pipefail', '-c', text], { PATH: path, PIP_NO_INDEX: '1' })
}

async function runAnsible(text: string, bench: Bench) {
  const home = folderOf('ansible')
  await put(bench, 'read.yml', text.replace('RECORD_UID', bench.record))
  const ansible = join(home, 'bin/ansible-playbook')
  return run(bench, [ansible, '-i', 'localhost,', '-c', 'local', 'read.yml'], {
    ANSIBLE_COLLECTIONS_PATH: home,
    ANSIBLE_HOME: join(bench.folder, 'ansible'),
    ANSIBLE_PYTHON_INTERPRETER: join(home, 'bin/python'),
  })
}

const lastStep = /- run: \|\n((?: {4}.*\n)+) {2}env:/
const secret = /gh secret set KSM_CONFIG --body '([^']+)'/

/** The last step of the workflow, with the secret that its first line sets; the one before it installs the SDK. */
async function runGithub(text: string, bench: Bench) {
  await symlink(modules, join(bench.folder, 'node_modules'))
  const script = (lastStep.exec(text)?.[1] ?? 'false').replaceAll(/^ {4}/gm, '')
  return run(bench, ['bash', '-e', '-c', script], { KSM_CONFIG: secret.exec(text)?.[1] })
}

const data = /^ {2}config: (\S+)$/m

/** A pod sees what lies in the secret, which is decoded for it. */
async function runKubernetes(text: string, bench: Bench) {
  const config = Buffer.from(data.exec(text)?.[1] ?? '', 'base64').toString()
  const program =
    'from keeper_secrets_manager_core import SecretsManager; SecretsManager().get_secrets()'
  return run(bench, [python(), '-c', program], { KSM_CONFIG: config })
}

/** By the name that the console has for it. */
export const snippetRunners: Readonly<
  Record<string, (text: string, bench: Bench) => Promise<string>>
> = {
  JavaScript: runJavaScript,
  Python: runPython,
  Go: runGo,
  Java: runJava,
  Rust: runRust,
  ksm: runKsm,
  Ansible: runAnsible,
  GitHub: runGithub,
  Kubernetes: runKubernetes,
}

/** A folder of its own for one run. */
export async function benchIn(root: string, name: string, place: Omit<Bench, 'folder'>) {
  const folder = join(root, name)
  await mkdir(folder, { recursive: true })
  return { ...place, folder } satisfies Bench
}
