import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Api, api } from '../support/api.ts'
import { deviceReads, numbered } from '../support/device-reads.ts'
import { type CommandLine, ownerOf } from '../support/keepwatch.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** What readers of a report see when the disk gives back something else than was written. */

let server: TestServer
let owner: CommandLine
let http: Api

beforeEach(async () => {
  const at = new Date('2026-11-20T10:00:00Z')
  const fill = deviceReads({ devices: numbered('device', 1_200), at })
  server = await startServer({ flags: { tls: 'off' }, fill })
  owner = await ownerOf(server)
  http = await api(server, owner)
})

afterEach(async () => {
  await owner.remove()
  await server.stop()
})

/** Without its first letter an event is no JSON any more. */
const damage = (seq: number) =>
  server.tamper(`update events set body = substr(body, 2) where seq = ${seq}`)
const repair = (seq: number) =>
  server.tamper(`update events set body = '{' || body where seq = ${seq}`)

const everything = () =>
  http.fetch('/reports/query', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ order: 'ascending', limit: -1 }),
  })

test('a report that fails in the middle is cut off, so that it does not look whole', async () => {
  await damage(1_100)
  const report = await everything()
  expect(report.status).toBe(200)
  await expect(report.text()).rejects.toThrow()

  const printed = await owner.keepwatch('ar', '--order', 'asc', '--limit', '-1')
  expect(printed.code).toBe(1)
  expect(printed.stderr).toBe('keepwatch: the server ended the report before its end: ask again\n')
})

test('an export that is cut off leaves no file, and the next one begins at the same event', async () => {
  await damage(1_100)
  const file = join(server.folder, 'audit.json')
  const failed = await owner.keepwatch('audit-log', '--target', 'json', '--file-path', file)
  expect(failed).toMatchObject({ code: 1, stdout: '' })
  expect(existsSync(file)).toBe(false)

  await repair(1_100)
  const { exported } = await owner.ask<{ exported: number }>(
    ...['audit-log', '--target', 'json', '--file-path', file],
  )
  const events = JSON.parse(await readFile(file, 'utf8')) as readonly { readonly seq: number }[]
  expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: exported }, (_, seq) => seq))
})

test('a report that cannot even begin is an ordinary error', async () => {
  await damage(0)
  const report = await everything()
  expect([report.status, await report.json()]).toMatchObject([500, { error: 'internal' }])
})
