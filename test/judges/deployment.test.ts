import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'

/**
 * What deploys Keepwatch is judged by those who read it: Helm's own engine and Kubernetes' own types for the chart, Compose's own
 * reader for its file, systemd for the unit, and a clean folder for the steps of the image, as no container engine runs here.
 */

const run = promisify(execFile)
const project = join(import.meta.dirname, '../..')
const deploy = join(project, 'deploy')
const judge = join(import.meta.dirname, 'chart-judge')

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keepwatch-deploy-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

type Manifest = { readonly kind: string; readonly spec: Readonly<Record<string, unknown>> }

let program: string

async function rendered(...values: readonly string[]): Promise<readonly Manifest[]> {
  const files = values.map((name) => join(judge, name))
  const { stdout } = await run(program, [join(deploy, 'helm/keepwatch'), ...files])
  return JSON.parse(stdout)
}

const kinds = (manifests: readonly Manifest[]) => manifests.map(({ kind }) => kind).sort()

test('the chart is what Helm renders and Kubernetes knows, field by field', {
  timeout: 300_000,
}, async () => {
  program = join(folder, 'chart-judge')
  await run('go', ['build', '-o', program, '.'], { cwd: judge })
  const least = await rendered('least.yaml')
  const usual = ['Deployment', 'NetworkPolicy', 'PodDisruptionBudget', 'Service']
  expect(kinds(least)).toEqual(usual)
  const { spec } = least.find(({ kind }) => kind === 'Deployment') ?? {}
  expect(spec).toMatchObject({
    replicas: 3,
    template: {
      spec: {
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true },
        containers: [
          {
            securityContext: { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false },
            readinessProbe: { httpGet: { path: '/readyz', scheme: 'HTTP' } },
          },
        ],
      },
    },
  })
  const everything = await rendered('least.yaml', 'everything.yaml')
  expect(kinds(everything)).toEqual([...usual, 'ServiceMonitor'].sort())
  const whole = JSON.stringify(everything)
  expect(whole).toContain('"scheme":"HTTPS"')
  expect(whole).toContain('"10.0.0.0/8,192.168.0.0/16"')
})

test.each(['database', 'keys', 'files', 'hostname'])(
  'without %s the chart says what is missing',
  async (name) => {
    const values = (await readFile(join(judge, 'least.yaml'), 'utf8')).split('\n')
    const file = join(folder, `without-${name}.yaml`)
    await writeFile(file, values.filter((line) => !line.startsWith(name)).join('\n'))
    const refused = run(program, [join(deploy, 'helm/keepwatch'), file])
    await expect(refused).rejects.toThrow(name)
  },
)

test('the compose file is what Compose reads, alone and with ClickHouse, and says which variable is missing', {
  timeout: 300_000,
}, async () => {
  const reader = join(folder, 'compose-judge')
  await run('go', ['build', '-o', reader, '.'], { cwd: join(import.meta.dirname, 'compose-judge') })
  const file = join(deploy, 'compose.yaml')
  const variables = { KEEPWATCH_HOSTNAME: 'vault.example.com', POSTGRES_PASSWORD: 'p' }
  const read = async (env: NodeJS.ProcessEnv, ...profiles: readonly string[]) =>
    JSON.parse((await run(reader, [file, ...profiles], { env })).stdout)
  const whole = { ...variables, KEEPWATCH_KEY: 'k', CLICKHOUSE_PASSWORD: 'c' }
  expect(Object.keys((await read(whole)).services).sort()).toEqual(['keepwatch', 'postgres'])
  const { services } = await read(whole, 'clickhouse')
  expect(Object.keys(services).sort()).toEqual(['clickhouse', 'keepwatch', 'postgres'])
  expect(services.keepwatch.ports).toMatchObject([{ target: 8443, published: '443' }])
  await expect(read(variables)).rejects.toThrow('KEEPWATCH_KEY is missing a value')
})

/** The unit as it is, with the place of this checkout in it. */
async function unit(): Promise<string> {
  const file = join(folder, 'keepwatch.service')
  const text = await readFile(join(deploy, 'systemd/keepwatch.service'), 'utf8')
  await writeFile(file, text.replaceAll('/opt/keepwatch', project))
  return file
}

test('systemd finds nothing wrong with the unit, and little that it could still do to the machine', async () => {
  const file = await unit()
  const { stdout, stderr } = await run('systemd-analyze', ['verify', '--man=no', file])
  expect(stdout + stderr).toBe('')
  const judged = ['security', '--offline=true', '--no-pager', '--threshold=20', file]
  expect((await run('systemd-analyze', judged)).stdout).toContain('Overall exposure level')
})

type Step = { readonly name: string; readonly rest: string }

/** The steps of both stages. */
async function stages(): Promise<readonly (readonly Step[])[]> {
  const lines = (await readFile(join(deploy, 'Containerfile'), 'utf8')).split('\n')
  const steps = lines.flatMap((line) => {
    const [, name = '', rest = ''] = /^([A-Z]+) (.*)$/.exec(line) ?? []
    return name ? [{ name, rest }] : []
  })
  const [first = 0, second = 0] = steps.flatMap(({ name }, at) => (name === 'FROM' ? [at] : []))
  return [steps.slice(first, second), steps.slice(second)]
}

/** Does what COPY and RUN say in a folder that stands for the root of the image. */
async function build(steps: readonly Step[], root: string, built: string): Promise<void> {
  const path = `${join(project, 'node_modules/.bin')}:${process.env['PATH']}`
  for (const { name, rest } of steps) {
    if (name === 'COPY') await copy(rest, root, built)
    if (name === 'RUN' && !rest.includes('/data'))
      await run('sh', ['-c', rest], { cwd: root, env: { ...process.env, PATH: path } })
  }
}

async function copy(rest: string, root: string, built: string): Promise<void> {
  const words = rest.split(' ')
  const isBuilt = words[0] === '--from=build'
  const sources = words.slice(isBuilt ? 1 : 0, -1)
  for (const source of sources) {
    const from = isBuilt ? join(built, source.replace('/build/', '')) : join(project, source)
    const to = join(root, isBuilt ? source.replace('/build/', '') : source)
    await mkdir(dirname(to), { recursive: true })
    await cp(from, to, { recursive: true, verbatimSymlinks: true })
  }
}

/** What ENV says: the server of the image finds nothing else around it. */
const variablesOf = (steps: readonly Step[]): Record<string, string> =>
  Object.fromEntries(
    steps
      .filter(({ name }) => name === 'ENV')
      .flatMap(({ rest }) => rest.split(' ').map((one) => one.split('=') as [string, string])),
  )

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** As the user of the image where the test may change to it: what belongs to root is then read-only. */
const asItsUser =
  process.getuid?.() === 0 ? ['setpriv', '--reuid=10001', '--regid=10001', '--clear-groups'] : []

test('the steps of the image make a server that runs as its user, writes to /data only, and says that it is healthy', {
  timeout: 300_000,
}, async () => {
  const [making = [], running = []] = await stages()
  const [built, app, data] = ['build', 'app', 'data'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  await mkdir(built)
  await build(making, built, built)
  await mkdir(app)
  await build(running, app, built)
  await run('chmod', ['755', folder])
  await mkdir(data, { mode: 0o700 })
  if (asItsUser.length > 0) await run('chown', ['10001:10001', data])

  const listen = `127.0.0.1:${await freePort()}`
  const node = join(project, 'node_modules/node/bin/node')
  const begin = [...asItsUser, node, '--expose-gc', join(app, 'src/main.ts')]
  const env = {
    ...variablesOf(running),
    ...{ KEEPWATCH_DATA: data, KEEPWATCH_HOME: join(data, 'home'), KEEPWATCH_LISTEN: listen },
  }
  const [command = '', ...argv] = begin
  const server: ChildProcess = spawn(command, [...argv, 'serve'], { env, stdio: 'pipe' })
  const exited = once(server, 'exit')
  const [said] = await once(server.stdout ?? server, 'data')
  expect(String(said)).toContain('Keepwatch serves')
  const health = await run(command, [...argv, 'health', '--format', 'json'], { env })
  expect(JSON.parse(health.stdout)).toMatchObject({ status: 'ready' })
  const page = await run(command, [...argv, 'health', '--alive'], { env })
  expect(page.stdout).toContain('alive')
  server.kill('SIGTERM')
  expect((await exited)[0]).toBe(0)
  const { stdout } = await run('du', ['-sm', app])
  expect(Number(stdout.split('\t')[0])).toBeLessThan(400)
})
