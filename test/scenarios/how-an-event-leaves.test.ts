import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { ApiClient } from '../../src/client/api.ts'
import { previewTarget } from '../../src/client/targets.ts'
import { type CommandLine, ownerOf, ownersApi } from '../support/keepwatch.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** One event, asked how it leaves for receivers and where it was delivered. */

let server: TestServer
let owner: CommandLine
let api: ApiClient

beforeAll(async () => {
  server = await startServer({ flags: { tls: 'off' } })
  owner = await ownerOf(server)
  api = await ownersApi(server)
})

afterAll(async () => {
  await owner.remove()
  await server.stop()
})

const seqOf = async (name: string) =>
  (await server.events()).findLast(({ audit_event }) => audit_event === name)?.seq ?? -1

const exportsOf = async (seq: number) =>
  (await api.events[':seq'].exports.$get({ param: { seq: String(seq) } })).json()

const toFile = (file: string) => ['--kind', 'file', '--set', `file=${file}`]

test('an event stands in every format, and is delivered where it fits', async () => {
  const before = await seqOf('login')
  await owner.ask('siem', 'add', 'all', ...toFile('all.ndjson'))
  await owner.ask('siem', 'add', 'logins', ...toFile('logins.ndjson'), '--filter', 'event:login')
  await owner.ask('record', 'add', '--title', 'Printer', '--type', 'login')
  const seq = await seqOf('record_add')
  await vi.waitFor(async () => {
    const { deliveries } = await exportsOf(seq)
    expect(deliveries.map(({ name, state }) => [name, state])).toEqual([
      ['all', 'delivered'],
      ['logins', 'filtered'],
    ])
  })
  const { formats, deliveries } = await exportsOf(before)
  expect(deliveries.every(({ state }) => state === 'earlier')).toBe(true)
  const text = (name: string) => formats.find(({ format }) => format === name)?.text ?? ''
  expect(text('cef')).toMatch(/^CEF:0\|Keepwatch\|/)
  expect(JSON.parse(text('ocsf'))).toMatchObject({ metadata: { sequence: before } })
})

test('a paused target has it still to come', async () => {
  await owner.ask('siem', 'pause', 'all')
  // Targets are looked at twice a second: what happens until then may still be sent.
  await vi.waitFor(
    async () => {
      await owner.ask('record', 'add', '--title', 'Scanner', '--type', 'login')
      const { deliveries } = await exportsOf(await seqOf('record_add'))
      expect(deliveries.find(({ name }) => name === 'all')?.state).toBe('waiting')
    },
    { timeout: 20_000, interval: 200 },
  )
})

test('a target that is not there yet shows the newest event as it would send it', async () => {
  const settings = { file: 'x.log', format: 'cef' }
  const shown = await previewTarget(api, { kind: 'file', settings, filter: 'event:record_add' })
  expect(shown.seq).toBe(await seqOf('record_add'))
  expect(shown.text).toMatch(/^CEF:0\|Keepwatch\|/)
  const none = await previewTarget(api, { kind: 'file', settings, filter: 'event:decoy_touched' })
  expect(none).toEqual({ seq: null, text: null })
  await expect(previewTarget(api, { kind: 'file', settings: {} })).rejects.toThrow(
    'file is missing',
  )
})
