import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts'
import type { Store } from '../../src/store/store.ts'
import { encodeBase64 } from '../../src/tlog/base64.ts'
import { root } from '../../src/tlog/frontier.ts'
import { generateNoteKey, noteSigner, noteVerifier } from '../../src/tlog/note-key.ts'
import { faults } from '../faults/support/effort.ts'
import { faultSeed, type Random, randomFrom, say } from '../faults/support/random.ts'
import { appendEvents } from '../support/signed-folder.ts'
import { believed, type Claimed, corruptClaims } from './judge-claims.ts'
import { writeLog } from './write-log.ts'

/** A long log in the real store, its proofs at random, and two judges: our own code and that of the Go checksum database. */

const size = faults({ few: 100_000, many: 1_000_000 })
const claims = 1_000
const unit = 10_000
const seed = faultSeed()
const random = randomFrom(seed)
const minutes = 20 * 60_000

const execute = promisify(execFile)
const key = generateNoteKey('log.example/keepwatch')
const signer = noteSigner(key.skey)

let scratch: string
let store: Store
let judge: string
let claimed: Claimed

async function entriesOf({ events }: Store): Promise<readonly Uint8Array[]> {
  const entries: Uint8Array[] = []
  while (entries.length < size) {
    const page = await events.readAfter(entries.length - 1, { limit: unit })
    for (const { body } of page) entries.push(Buffer.from(body))
  }
  return entries
}

/** Different numbers below the limit. */
function draw(limit: number, { below }: Random): number[] {
  const drawn = new Set<number>()
  while (drawn.size < claims) drawn.add(below(limit))
  return [...drawn]
}

beforeAll(async () => {
  say(`a log of ${size} events`, { seed })
  scratch = await mkdtemp(join(tmpdir(), 'keepwatch-long-log-'))
  judge = join(scratch, 'tlog-verify')
  const cwd = join(import.meta.dirname, 'tlog-verify')
  await execute('go', ['build', '-o', judge, '.'], { cwd })
  store = await openEmbeddedStore({ folder: scratch })
  for (let written = 0; written < size; written += unit) await appendEvents(store, unit)

  const [entries, folder] = [await entriesOf(store), join(scratch, 'published')]
  const earlier = draw(size - 1, random).map((below) => below + 1)
  const log = { entries, read: store.events.hashes }
  await writeLog({ folder, log, signer, earlier, proven: draw(size, random) })
  const now = { origin: signer.name, size, root: root(await store.events.head()) }
  claimed = { folder, now, entries, verifier: noteVerifier(key.vkey) }
}, minutes)

afterAll(async () => {
  await store.close()
  await rm(scratch, { recursive: true })
})

test(
  `both judges find the same root over ${size} events, and accept 1,000 proofs of each kind`,
  async () => {
    const { stdout } = await execute(judge, [claimed.folder])
    const root = encodeBase64(claimed.now.root)
    expect(stdout).toMatch(new RegExp(`^OK size=${size} .* growths=${claims} proofs=${claims}\n$`))
    expect(stdout).toContain(` root=${root} `)
    expect(await believed(claimed)).toEqual({ growths: claims, proofs: claims })
  },
  minutes,
)

test(
  'both refuse each of these proofs once it is corrupted',
  async () => {
    await corruptClaims(claimed, random)
    const { stdout } = await execute(judge, ['claims', claimed.folder])
    const verdicts = stdout.trimEnd().split('\n')

    expect(verdicts).toHaveLength(2 * claims)
    expect(verdicts.filter((verdict) => !verdict.includes(' FAIL '))).toEqual([])
    expect(await believed(claimed)).toEqual({ growths: 0, proofs: 0 })
  },
  minutes,
)
