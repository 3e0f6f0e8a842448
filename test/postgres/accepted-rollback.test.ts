import { cp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { type LogIdentity, logIdentity, openOwn } from '../../src/events/log-identity.ts'
import { logKeysIn } from '../../src/log-files.ts'
import { serve } from '../../src/serve.ts'
import { signCheckpoint } from '../../src/tlog/checkpoint.ts'
import { emptyRoot } from '../../src/tlog/hash.ts'
import { addWriter, writerToken } from '../faults/support/writer.ts'
import { withClient } from './place.ts'
import { keysOnly, type SeveralServers, severalServers } from './servers.ts'

/** What an operator has lost, keys or events, is accepted once, on the record, and from then on all servers go by the new keys. */

let several: SeveralServers
let first: LogIdentity

/** What each server signs by. */
async function identityOf(n: number): Promise<LogIdentity> {
  const keys = await logKeysIn(several.folderOf(n))
  if (!keys) throw new Error(`server ${n} has no keys`)
  return logIdentity(keys)
}

beforeEach(async () => {
  several = await severalServers(1, { fill: addWriter })
  first = await identityOf(0)
  await leaveEvent(several.running[0]?.url ?? '')
})

afterEach(() => several.stop())

const begun: { stop(): Promise<void> }[] = []
afterEach(async () => {
  for (const server of begun.splice(0)) await server.stop()
})

async function start(n: number, flags: Readonly<Record<string, unknown>> = {}) {
  const own = { listen: '127.0.0.1:0', tls: 'off', logLevel: 'silent', databaseUrl: several.url }
  const server = await serve(readConfig({ ...own, ...flags, data: several.folderOf(n) }, {}))
  begun.push(server)
  return server
}

/** A guess at a password, which is an event. */
async function leaveEvent(url: string): Promise<void> {
  const answer = await fetch(`${url}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'nobody@example.com', verifier: 'a guess' }),
  })
  expect(answer.status).toBe(401)
}

const copyKeys = (from: number, to: number) =>
  cp(several.folderOf(from), several.folderOf(to), {
    recursive: true,
    filter: keysOnly(several.folderOf(from)),
  })

/** The events that say that something lost was accepted. */
const accepted = () =>
  withClient(several.url, async (client) => {
    const told = `body like '%"log_rollback_accepted"%'`
    const { rows } = await client.query(
      `select body from events where ${told} union all select body from unsequenced where ${told}`,
    )
    return rows.map(({ body }) => JSON.parse(body))
  })

/** The checkpoint that a server shows. */
async function served(url: string): Promise<string> {
  const answer = await fetch(`${url}/log/checkpoint`, {
    headers: { authorization: `Bearer ${writerToken}` },
  })
  return answer.text()
}

/** The log that the newest checkpoint is of, as a server shows it, once that is one which these keys have signed. */
const shows = (url: string, identity: LogIdentity) =>
  vi.waitFor(async () => openOwn(identity, await served(url)).origin, 60_000)

test('keys that are lost: the log goes on under new ones, on the record once, and the old ones open nothing more', async () => {
  const old = several.running[0]?.url ?? ''
  expect(await shows(old, first)).toBe(first.origin)
  await expect(start(1)).rejects.toThrow(/--accept-rollback begins a new log with new keys/)
  expect(await accepted()).toEqual([])

  const { url } = await start(1, { acceptRollback: true })
  const next = await identityOf(1)
  expect(next.origin).not.toBe(first.origin)
  expect(await accepted()).toMatchObject([
    { old_origin: first.origin, origin: next.origin, severity: 'critical' },
  ])
  // The old log's checkpoint may cover as many events or more: what is served is the new log's all the same.
  expect(await shows(url, next)).toBe(next.origin)
  // The server that was left running with the old keys shows it, too, and signs nothing in its place.
  await leaveEvent(old)
  expect(await shows(old, next)).toBe(next.origin)

  await copyKeys(0, 2)
  await expect(start(2)).rejects.toMatchObject({
    kind: 'conflict',
    message: expect.stringMatching(/another log-key, server-key\.pem, target-key/),
  })
  await copyKeys(1, 3)
  expect(await shows((await start(3)).url, next)).toBe(next.origin)
  // Left in a unit file, the flag accepts nothing more.
  expect(await shows((await start(3, { acceptRollback: true })).url, next)).toBe(next.origin)
  expect(await accepted()).toHaveLength(1)
})

test('events that are lost: the server that remembers them starts only when that is accepted, on the record once', async () => {
  const size = 5_000
  const remembered = signCheckpoint({ origin: first.origin, size, root: emptyRoot }, first.signers)
  await copyKeys(0, 1)
  await writeFile(join(several.folderOf(1), 'log-anchor'), remembered)
  await expect(start(1)).rejects.toThrow(/but 5000 were signed: it was rolled back/)

  const { url } = await start(1, { acceptRollback: true })
  const next = await identityOf(1)
  expect(await shows(url, next)).toBe(next.origin)
  expect(await accepted()).toMatchObject([
    { signed_size: size, old_origin: first.origin, origin: next.origin },
  ])
  await copyKeys(1, 2)
  expect(await shows((await start(2)).url, next)).toBe(next.origin)
  expect(await accepted()).toHaveLength(1)
})
