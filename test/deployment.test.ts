import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import packageJson from '../package.json' with { type: 'json' }

/** What lies in `deploy/` must fit what it deploys. `test/judges/deployment.test.ts` runs what can be run of it. */

const project = join(import.meta.dirname, '..')
const text = (file: string) => readFileSync(join(project, file), 'utf8')
const yaml = (file: string) => parse(text(`deploy/${file}`), { merge: true })

const containerfile = text('deploy/Containerfile').split('\n')
const instructions = (name: string) =>
  containerfile
    .filter((line) => line.startsWith(`${name} `))
    .map((line) => line.slice(name.length + 1))

test('the image is built on the Node that package.json pins, and runs on the same', () => {
  const images = instructions('FROM').map((line) => line.split(' ')[0])
  expect(images).toHaveLength(2)
  const node = packageJson.devDependencies.node
  expect(images.every((image) => image?.startsWith(`docker.io/library/node:${node}-`))).toBe(true)
})

test('everything that the image copies is there, and its context leaves it in', () => {
  const left = text('deploy/Containerfile.dockerignore').split('\n')
  const copied = instructions('COPY')
    .filter((line) => !line.startsWith('--from'))
    .flatMap((line) => line.split(' ').slice(0, -1))
  expect(copied.length).toBeGreaterThan(4)
  for (const file of copied) {
    expect(existsSync(join(project, file)), file).toBe(true)
    expect(left, file).toContain(`!${file.replace('./', '')}`)
  }
})

test('the image runs as nobody in particular, and says whether it is healthy', () => {
  expect(instructions('USER')).toEqual(['10001:10001'])
  expect(instructions('HEALTHCHECK')[0]).toContain('"health"')
  expect(instructions('ENTRYPOINT')[0]).toContain('src/main.ts')
})

const documents = [
  ...['Containerfile', 'compose.yaml', 'systemd/keepwatch.service'],
  ...['helm/keepwatch/values.yaml', 'helm/keepwatch/templates/deployment.yaml'],
]

test.each(documents)('%s names no variable that Keepwatch does not read', (file) => {
  const known = new Set(
    [...text('src/config.ts').matchAll(/^ {2}(KEEPWATCH_[A-Z_]+|AWS_[A-Z0-9_]+):/gm)].map(
      ([, name]) => name,
    ),
  )
  known.add('KEEPWATCH_HOME')
  const named = [...text(`deploy/${file}`).matchAll(/\b(?:KEEPWATCH|AWS)_[A-Z_]*[A-Z]\b/g)].map(
    ([name]) => name,
  )
  expect(named.filter((name) => !known.has(name))).toEqual([])
})

test('compose: the server is locked down, waits for its database, and no password is written down', () => {
  const { services, volumes } = yaml('compose.yaml')
  expect(services.keepwatch).toMatchObject({
    read_only: true,
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    depends_on: { postgres: { condition: 'service_healthy' } },
  })
  expect(services.clickhouse.profiles).toEqual(['clickhouse'])
  const mounted = Object.values(services as Record<string, { volumes?: string[] }>).flatMap(
    ({ volumes: own = [] }) => own.map((volume) => volume.split(':')[0]),
  )
  expect(mounted.sort()).toEqual(Object.keys(volumes).sort())
  const secrets = Object.values(services as Record<string, { environment: object }>)
    .flatMap(({ environment }) => Object.entries(environment))
    .filter(([name]) => /PASSWORD|KEY/.test(name))
  expect(secrets.length).toBeGreaterThan(2)
  for (const [name, value] of secrets) expect(value, name).toMatch(/^\$\{[A-Z_]+:[?-]/)
})

test('the chart is of the version that it deploys', () => {
  const { version, appVersion } = yaml('helm/keepwatch/Chart.yaml')
  expect([version, appVersion]).toEqual([packageJson.version, packageJson.version])
})
