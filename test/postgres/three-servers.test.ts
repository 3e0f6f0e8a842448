import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test, vi } from 'vitest'
import { openDistributedStore } from '../../src/store/distributed/distributed-store.ts'
import type { LogEntry, Store } from '../../src/store/store.ts'
import { parseCheckpoint } from '../../src/tlog/checkpoint.ts'
import { noteVerifier } from '../../src/tlog/note-key.ts'
import { openTileServer } from '../../src/verify/tile-server.ts'
import { type Verdict, verifyLog } from '../../src/verify/verify-log.ts'
import { faults } from '../faults/support/effort.ts'
import { contradictions, noContradiction } from '../faults/support/history.ts'
import { faultSeed, type Random, randomFrom, say } from '../faults/support/random.ts'
import { addWriter, writerToken } from '../faults/support/writer.ts'
import { addedDevices } from '../support/added-devices.ts'
import { filledVault } from '../support/filled-vault.ts'
import { type Fleet, type FleetMember, startFleet } from './fleet.ts'
import { type Mishap, wanderingClients } from './wandering-clients.ts'
import { startWitnesses } from './witnesses.ts'

/**
 * Three `keepwatch serve` on one PostgreSQL behind a balancer, while servers are killed, the database crashes, connections are cut, and a
 * server sleeps longer than its leases last and wakes. What devices were told is held against the log, the log against its tree and its
 * anchors, and what came out of it against both.
 *
 * The seed repeats which server it meets and how long the pauses are; how far everybody is until then is up to the machine.
 */

let fleet: Fleet | undefined
let witnesses: Awaited<ReturnType<typeof startWitnesses>> | undefined
afterEach(async () => {
  await fleet?.remove()
  await witnesses?.close()
})

const devices = faults({ few: 6, many: 24 })
const kinds = ['kill', 'freeze', 'crash', 'cut', 'kill', 'cut'] as const
type Kind = (typeof kinds)[number]

/** A time in which something may go wrong, and what: a connection that breaks, or an answer that says that nothing can be promised. */
type Excuse = { readonly from: number; readonly to: number; readonly kind: Kind }

/** A balancer needs a moment to see what has happened, and clients another one to come again. */
const afterwardsMs = 4_000
/** Longer than a lease lasts. */
const sleepMs = 9_000

const isDatabase = ({ kind }: Excuse) => kind === 'crash' || kind === 'cut'

/** Broken connections are excused by every fault; an answer that refuses only by one of the database or of the way to it. */
const isExcused = (excuses: readonly Excuse[], { began, ended, answer }: Mishap) =>
  excuses.some(
    (excuse) =>
      began <= excuse.to && ended >= excuse.from && (answer === undefined || isDatabase(excuse)),
  )

async function post(url: string, path: string, body: object): Promise<void> {
  const headers = {
    authorization: `Bearer ${writerToken}`,
    'content-type': 'application/json',
    'x-keepwatch-client': 'kw0.1.0',
  }
  const answer = await fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`)
}

/** Everything is exported, and each record that is added is a message. */
async function watch(url: string, receiver: string) {
  await post(url, '/targets?test=no', {
    name: 'collector',
    kind: 'splunk-hec',
    settings: { url: receiver, token: 'collector-token' },
  })
  await post(url, '/alerts', { rule: { name: 'added', filter: { audit_event: ['record_add'] } } })
  await post(url, '/alerts/added/recipients', {
    name: 'hook',
    ways: {
      webhook: {
        url: `${receiver}/alerts`,
        template: '{"record":"#record_uid"}',
        signing_keys: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
      },
    },
  })
}

type Ground = { readonly fleet: Fleet; readonly random: Random }

/** One fault from its beginning until everybody is well again. Gives the seconds until the exports of a server went on at another. */
async function meet({ fleet: ground, random }: Ground, kind: Kind): Promise<number | undefined> {
  const exporting = await ground.doing('export').catch(() => undefined)
  const other = ground.members[random.below(ground.members.length)] as FleetMember
  const struck = exporting && random.chance(0.6) ? exporting : other
  const replaced = async () =>
    struck === exporting ? ground.replaced('export', struck) : undefined
  if (kind === 'crash') await ground.crashDatabase()
  if (kind === 'cut') struck.line.cut()
  if (kind === 'kill') {
    await ground.kill(struck)
    const seconds = await replaced()
    await sleep(random.below(1_500))
    await ground.start(struck)
    await ground.settled()
    return seconds
  }
  if (kind !== 'freeze') return undefined
  ground.freeze(struck)
  const [seconds] = await Promise.all([replaced(), sleep(sleepMs)])
  ground.wake(struck)
  await ground.settled()
  return seconds
}

/** How many faults of each kind there were. */
const byKind = (excuses: readonly Excuse[]): string =>
  [...new Set(kinds)]
    .map((wanted) => `${wanted} ${excuses.filter(({ kind }) => kind === wanted).length}`)
    .join(' ')

async function everything(store: Store): Promise<readonly LogEntry[]> {
  const entries: LogEntry[] = []
  for (;;) {
    const page = await store.events.readAfter(entries.at(-1)?.seq ?? -1, { limit: 1_000 })
    if (page.length === 0) return entries
    entries.push(...page)
  }
}

type Body = { audit_event: string; client_version?: string; record_uid?: string }

const markersOf = (entries: readonly LogEntry[], type: string, field: keyof Body) =>
  entries.flatMap(({ body }) => {
    const event = JSON.parse(body) as Body
    return event.audit_event === type && event[field] !== undefined ? [event[field]] : []
  })

const sizeOf = (note: string) => parseCheckpoint(note.slice(0, note.lastIndexOf('\n\n') + 1)).size

/** What the judge of `keepwatch verify` says of the tiles that a server shows, with what each of them has signed last as anchors. */
async function verdict({ url, members }: Fleet): Promise<Verdict> {
  const headers = { authorization: `Bearer ${writerToken}` }
  const fetchPath = async (path: string) => {
    const answer = await fetch(`${url}/log/${path}`, { headers })
    if (answer.status === 404) return undefined
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`)
    return new Uint8Array(await answer.arrayBuffer())
  }
  const anchors = await Promise.all(
    members.map(async ({ folder }, n) => ({
      from: `the anchor of server ${n}`,
      text: await readFile(join(folder, 'log-anchor'), 'utf8'),
    })),
  )
  // A server writes its anchor a moment before it shows what it has signed.
  const signed = Math.max(...anchors.map(({ text }) => sizeOf(text)))
  const checkpoint = await vi.waitFor(async () => {
    const shown = Buffer.from((await fetchPath('checkpoint')) ?? []).toString()
    expect(sizeOf(shown)).toBeGreaterThanOrEqual(signed)
    return shown
  }, 60_000)
  const vkeys = (await readFile(join(members[0]?.folder ?? '', 'log-vkey'), 'utf8')).trim()
  const source = openTileServer({
    from: 'the servers',
    checkpoint,
    size: sizeOf(checkpoint),
    fetchPath,
  })
  const verifiers = vkeys.split('\n').map(noteVerifier)
  return verifyLog({ source, verifiers, checkpoints: anchors })
}

test('devices lose nothing while servers are killed, sleep and are cut off, and the database crashes', {
  timeout: 3 * 3_600_000,
}, async () => {
  const seed = faultSeed()
  say('three servers', { seed })
  const random = randomFrom(seed)
  const reads = faults({ few: 3_000, many: 200_000 })
  const vault = await filledVault()
  const bindAll = await addedDevices(vault, devices)

  const ground = await startFleet(3, async (tx) => {
    await vault.fill(tx)
    await addWriter(tx)
  })
  fleet = ground
  const seen = await startWitnesses()
  witnesses = seen
  await watch(ground.url, seen.url)
  // A target gets what happens from its beginning on.
  const exportedFrom = (await ground.size()) - 1
  const bound = await bindAll(ground)

  const clients = wanderingClients(ground.url)
  clients.start(bound, faults({ few: 300, many: 1_000 }))
  const began = performance.now()
  const excuses: Excuse[] = []
  const replaced: number[] = []
  for (let n = 0; n < kinds.length || clients.answered() < reads; n++) {
    await sleep(1_000 + random.below(2_000))
    if (n >= kinds.length && clients.answered() >= reads) break
    const kind = kinds[n % kinds.length] as Kind
    const from = performance.now()
    const seconds = await meet({ fleet: ground, random }, kind)
    excuses.push({ kind, from, to: performance.now() + afterwardsMs })
    if (seconds !== undefined) replaced.push(seconds)
  }
  await sleep(1_000)
  await clients.stop()
  const seconds = (performance.now() - began) / 1000

  const store = await openDistributedStore({ url: ground.database })
  const entries = await everything(store)
  const missing = () =>
    entries.filter(({ seq }) => seq > exportedFrom && !seen.exported.has(seq)).map(({ seq }) => seq)
  await vi.waitFor(() => expect(missing()).toEqual([]), 60_000)
  await vi.waitFor(
    () =>
      expect(
        clients.added.filter(({ marker, acknowledged }) => acknowledged && !seen.told.has(marker)),
      ).toEqual([]),
    60_000,
  )
  const judged = await verdict(ground)
  const ends = await ground.stopServers()
  await store.close()

  const messages = [...seen.told.values()]
  const twice = messages.flatMap((ids) => [...ids.values()]).filter((times) => times > 1)
  const unexcused = clients.mishaps.filter((mishap) => !isExcused(excuses, mishap))
  say('three servers', {
    seconds: seconds.toFixed(0),
    faults: `${excuses.length} (${byKind(excuses)})`,
    acknowledged: clients.answered(),
    asked: clients.history.length,
    refused: clients.mishaps.filter(({ answer }) => answer !== undefined).length,
    broken: clients.mishaps.filter(({ answer }) => answer === undefined).length,
    events: entries.length,
    exported: seen.exported.size,
    'batches again': seen.repeated(),
    messages: messages.length,
    'messages again': twice.length,
    replacements: replaced.length,
    'replaced within s': replaced.length === 0 ? '-' : Math.max(...replaced).toFixed(1),
  })

  expect(clients.answered()).toBeGreaterThanOrEqual(reads)
  const read = markersOf(entries, 'app_client_access', 'client_version')
  // Devices of tests name another version when they bind.
  expect(
    contradictions(
      clients.history,
      read.filter((marker) => marker !== 'ms17.5.0'),
    ),
  ).toEqual(noContradiction)
  expect(contradictions(clients.added, markersOf(entries, 'record_add', 'record_uid'))).toEqual(
    noContradiction,
  )
  expect(entries.filter(({ seq }, at) => seq !== at)).toEqual([])
  expect(judged.damages).toEqual([])
  expect(judged).toMatchObject({ size: judged.signed })
  expect(unexcused).toEqual([])
  // Every event came out, in order; a server that is struck in the middle of a batch or of a message leaves it to be sent again.
  expect(missing()).toEqual([])
  expect(seen.late).toEqual([])
  expect(seen.repeated()).toBeLessThanOrEqual(excuses.length)
  expect(messages.filter((ids) => ids.size !== 1)).toEqual([])
  expect(twice.length).toBeLessThanOrEqual(excuses.length)
  expect(ends).toEqual([0, 0, 0])
})
