import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deviceReads, numbered } from './support/device-reads.ts'
import { type CommandLine, ownerOf } from './support/keepwatch.ts'
import { startServer, type TestServer } from './support/server.ts'

/** `keepwatch verify --data` over what a real server wrote, with codes that scripts rely on. */

type Verdict = {
  readonly verified: boolean
  readonly size: number
  readonly signed: number
  readonly damages: readonly { readonly kind: string; readonly seq: number }[]
}

let server: TestServer
let owner: CommandLine
let scratch: string

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'keepwatch-verify-'))
  const at = new Date('2026-11-20T10:00:00Z')
  const fill = deviceReads({ devices: numbered('device', 500), at })
  server = await startServer({ flags: { tls: 'off' }, fill })
  owner = await ownerOf(server)
})

afterAll(async () => {
  await owner.remove()
  await server.stop()
  await rm(scratch, { recursive: true })
})

/** Files that are still being written beside their place begin with a dot, and may be gone when they are copied. */
const isInPlace = (file: string) => !basename(file).startsWith('.')

/** A copy of the data folder, and its database for somebody with bad intentions. */
async function copied(change: (database: DatabaseSync) => void = () => {}): Promise<string> {
  const folder = await mkdtemp(join(scratch, 'copy-'))
  await cp(server.folder, folder, { recursive: true, filter: isInPlace })
  const database = new DatabaseSync(join(folder, 'keepwatch.db'))
  change(database)
  database.close()
  return folder
}

test('a running server is verified, and the summary says how much of it is signed', async () => {
  const verdict = await owner.ask<Verdict>('verify', '--data', server.folder)
  expect(verdict.verified).toBe(true)
  expect(verdict.size).toBeGreaterThan(500)
  expect(verdict.signed).toBeGreaterThanOrEqual(500)
})

test('one edited event ends with exit code 4, the kind and its number', async () => {
  const folder = await copied((database) =>
    database.exec(
      "update events set body = replace(body, 'device-12', 'device-13') where seq = 12",
    ),
  )
  const answer = await owner.keepwatch('verify', '--data', folder)
  expect(answer).toMatchObject({ code: 4, stdout: '' })
  expect(answer.stderr).toBe(
    'keepwatch: verification failed: edited at 12: Event 12 is not the one that was hashed.\n',
  )
  const json = await owner.keepwatch('verify', '--data', folder, '--format', 'json')
  expect(json.code).toBe(4)
  expect(json.json<Verdict>()).toMatchObject({
    verified: false,
    damages: [{ kind: 'edited', seq: 12 }],
  })
})

test('a database that was put back is convicted by the anchor beside it, or by a checkpoint that somebody kept', async () => {
  const backup = await copied()
  const { size } = await owner.ask<Verdict>('verify', '--data', backup)
  await owner.keepwatch('audit-report', '--limit', '1')
  const anchored = async () =>
    Number((await readFile(join(server.folder, 'log-anchor'), 'utf8')).split('\n')[1])
  await expect.poll(anchored, { timeout: 20_000 }).toBeGreaterThan(size)
  const kept = join(scratch, 'kept.note')
  await cp(join(server.folder, 'log-anchor'), kept)

  const byKept = await owner.keepwatch('verify', '--data', backup, '--checkpoint', kept)
  expect(byKept).toMatchObject({ code: 4 })
  expect(byKept.stderr).toContain(`rolled-back at ${size}`)

  await cp(kept, join(backup, 'log-anchor'))
  const byAnchor = await owner.keepwatch('verify', '--data', backup)
  expect(byAnchor).toMatchObject({ code: 4 })
  expect(byAnchor.stderr).toContain('rolled back behind an anchor')
})

test('wrong usage is code 2 and says what to name', async () => {
  const nothing = await owner.keepwatch('verify')
  expect(nothing).toMatchObject({ code: 2 })
  const empty = await owner.keepwatch('verify', '--data', scratch)
  expect(empty).toMatchObject({ code: 2 })
  const keyless = await owner.keepwatch('verify', '--url', server.url)
  expect(keyless).toMatchObject({ code: 2 })
  expect(keyless.stderr).toContain('--vkey')
  await writeFile(join(scratch, 'no.note'), 'no checkpoint')
  const bad = await owner.keepwatch(
    ...['verify', '--data', server.folder, '--checkpoint', join(scratch, 'no.note')],
  )
  expect(bad).toMatchObject({ code: 4 })
  expect(bad.stderr).toContain('malformed')
})
