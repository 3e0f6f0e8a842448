import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { TargetStatus } from '../../src/exports/target-status.ts'
import { loadFamily } from '../../src/kernel/family.ts'
import { type AnswerTable, takingAll } from '../support/answer-table.ts'
import { type CommandLine, ownerOf } from '../support/keepwatch.ts'
import { type Received, type Receiver, startReceiver } from '../support/receiver.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** What happens reaches a receiver of every kind that takes a body over HTTP, from the command that sets it up to the cursor. */

const tables = [
  ...(await loadFamily<AnswerTable>(join(import.meta.dirname, '../contracts/answers'))).values(),
].filter(({ answers }) => answers !== undefined)

let server: TestServer
let owner: CommandLine
let receiver: Receiver

beforeAll(async () => {
  server = await startServer({ flags: { tls: 'off', allowPrivateTargets: '127.0.0.1/32' } })
  owner = await ownerOf(server)
  receiver = await startReceiver()
})

afterAll(async () => {
  await owner.remove()
  await server.stop()
  await receiver.stop()
})

afterEach(() => owner.keepwatch('siem', 'remove', 'siem'))

const patience = { timeout: 20_000, interval: 50 }

/** A body as text, with what is base64 or compressed in it opened. */
function opened({ bytes, headers }: Received): string {
  const body = headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes
  const text = body.toString()
  const hidden = text.match(/[A-Za-z0-9+/]{100,}={0,2}/g) ?? []
  return [text, ...hidden.map((part) => Buffer.from(part, 'base64').toString())].join('\n')
}

const sentSoFar = () => receiver.received.map(opened).join('\n')

const newestOf = async (name: string) =>
  (await server.events()).findLast(({ audit_event }) => audit_event === name)

describe.each(tables)('$name', (table) => {
  test('is set up by a command, tested, and sent what happens from then on', async () => {
    receiver.answerWith(takingAll(table))
    const given = { ...table.settings(receiver.url), ...table.hurried }
    const settings = Object.entries(given).flatMap(([name, value]) => ['--set', `${name}=${value}`])
    const made = await owner.keepwatch('siem', 'add', 'siem', '--kind', table.name, ...settings)
    expect(made).toMatchObject({ code: 0 })
    expect(sentSoFar()).toContain('audit_sync_test_message')

    await owner.ask('record', 'add', '--title', 'Server', '--type', 'login')
    const added = await newestOf('record_add')
    await vi.waitFor(() => expect(sentSoFar()).toContain(added?.event_id), patience)
    await vi.waitFor(async () => {
      const { position, status } = await owner.ask<TargetStatus>('siem', 'show', 'siem')
      expect(position).toBeGreaterThanOrEqual(added?.seq ?? 0)
      expect(status).toBe('live')
    }, patience)
  })
})
