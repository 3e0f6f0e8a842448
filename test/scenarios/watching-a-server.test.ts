import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { getSecrets, type SecretManagerOptions } from '@keeper-security/secrets-manager-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CommandLine, ownerOf } from '../support/keepwatch.ts'
import { trust } from '../support/sdk-device.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { sharedApp } from '../support/shared-app.ts'

/** What an operator's own tools ask a server: health checks, Prometheus, and the dashboard over it. */

let server: TestServer
let owner: CommandLine
let device: SecretManagerOptions

beforeAll(async () => {
  server = await startServer()
  trust(server)
  owner = await ownerOf(server)
  device = await (await sharedApp(server, owner)).device('watched')
  await getSecrets(device)
  await getSecrets(device)
})
afterAll(async () => {
  await owner.remove()
  await server.stop()
})

const listen = () => `127.0.0.1:${new URL(server.url).port}`
const metrics = async () => (await fetch(`${server.url}/metrics`)).text()

/** The value of a line, by its name with labels. */
const numberOf = (text: string, line: string) =>
  Number(
    text
      .split('\n')
      .find((one) => one.startsWith(`${line} `))
      ?.split(' ')[1],
  )

test('health ends with 0 while the server is ready, and with 1 and a sentence when nobody answers', async () => {
  const healthy = await owner.keepwatch('health', '--listen', listen(), '--format', 'json')
  expect([healthy.code, healthy.json()]).toEqual([
    0,
    { url: `https://${listen()}`, status: 'ready' },
  ])
  expect((await owner.keepwatch('health', '--alive', '--listen', listen())).code).toBe(0)
  const wrongScheme = await owner.keepwatch('health', '--tls', 'off', '--listen', listen())
  expect([wrongScheme.code, wrongScheme.stderr]).toEqual([
    1,
    expect.stringContaining(`nobody answers at http://${listen()}`),
  ])
  expect((await owner.keepwatch('health', '--listen', 'nonsense')).code).toBe(2)
})

test('metrics tell how many events there are, how devices are answered, and no name of anybody', async () => {
  const before = await metrics()
  await getSecrets(device)
  const after = await metrics()
  const [calls, events] = [
    'keepwatch_device_call_seconds_count{status="200"}',
    'keepwatch_log_events',
  ]
  expect(numberOf(after, calls)).toBe(numberOf(before, calls) + 1)
  expect(numberOf(after, events)).toBeGreaterThan(numberOf(before, events))
  expect(numberOf(after, 'keepwatch_disk_short')).toBe(0)
  for (const name of ['watched', 'owner@example.com', 'Builds', 'Production'])
    expect(after).not.toContain(name)
})

test('an export target is counted by its state, and what it has not had by now', async () => {
  await owner.ask('siem', 'add', 'kept', '--kind', 'file', '--set', 'file=kept.ndjson')
  await owner.ask('siem', 'pause', 'kept')
  await getSecrets(device)
  const text = await metrics()
  expect(text).toMatch(/^keepwatch_export_targets\{status="\w+"\} 1$/m)
  expect(numberOf(text, 'keepwatch_export_lag_events')).toBeGreaterThan(0)
  expect(numberOf(text, 'keepwatch_export_dead_letters')).toBe(0)
})

type Panel = { readonly title: string; readonly targets?: readonly { readonly expr: string }[] }

test('every query of the dashboard asks for metrics that there are', async () => {
  const file = join(import.meta.dirname, '../../deploy/grafana/keepwatch.json')
  const { panels } = JSON.parse(readFileSync(file, 'utf8')) as { panels: readonly Panel[] }
  const known = new Set(
    [...(await metrics()).matchAll(/^([a-z_0-9]+)[{ ]/gm)].map(([, name]) => name),
  )
  const asked = panels.flatMap(({ title, targets = [] }) =>
    targets.flatMap(({ expr }) =>
      [...expr.matchAll(/\b(?:keepwatch|process|nodejs)_[a-z_0-9]+/g)].map(([name]) => [
        title,
        name,
      ]),
    ),
  )
  expect(asked.length).toBeGreaterThanOrEqual(10)
  expect(asked.filter(([, name]) => !known.has(name))).toEqual([])
})
