import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Ground } from '../../src/access/action.ts'
import type { SealedRequest } from '../../src/client/crypto/device-envelope.ts'
import { newUuid } from '../../src/kernel/ids.ts'
import { answerDevice } from '../../src/protocol/device-calls.ts'
import { errorAnswer } from '../../src/protocol/error-body.ts'
import { generateServerKeyPem, readServerKey } from '../../src/protocol/server-key.ts'
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts'
import type { Store } from '../../src/store/store.ts'
import { filledVault } from '../support/filled-vault.ts'
import { groundOver } from '../support/ground.ts'
import { sealingDevice } from '../support/sealing-device.ts'
import { testFiles } from '../support/test-files.ts'
import { faults } from './support/effort.ts'
import { changedPayload, damaged, type Mutation, mutations } from './support/mutated-requests.ts'
import { faultSeed, say } from './support/random.ts'

/**
 * A device that sends almost everything: whatever it is, it is answered, the answer is no failure of the server, and it
 * ends in an event or in the count of one. What was captured on the way is worth nothing, also after a restart.
 */

const requests = faults({ few: 2_000, many: 1_000_000 })
const replays = faults({ few: 200, many: 10_000 })
const atOnce = 100
/** Captured requests and what is compiled late. */
const slackMb = 20
const seed = faultSeed()

let folder: string
let store: Store
let ground: Ground
const serverKey = readServerKey(generateServerKeyPem())
const files = testFiles(serverKey)
const vault = await filledVault()
const member = await vault.device({ name: 'fuzzer', lock_ip: 0 })
const device = await sealingDevice(serverKey, member.clientId)
const captured: { endpoint: string; sealed: SealedRequest }[] = []

const limits = { throttle: { wait: () => 0, count: () => {} }, oldestVersions: new Map() }

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keepwatch-mutated-'))
  store = await openEmbeddedStore({ folder })
  ground = groundOver(store)
  await store.transaction(vault.fill)
  await answer('get_secret', await device.seal({ publicKey: device.publicKey }))
})
afterAll(async () => {
  await store.close()
  files.remove()
  await rm(folder, { recursive: true, force: true })
})

/** As `http/routes/ksm.ts` answers it. */
async function answer(endpoint: string, { headers, body }: SealedRequest, at = 1) {
  const request_id = newUuid(new Date())
  const remote_address = `10.${at & 255}.${(at >> 8) & 255}.1`
  try {
    await answerDevice(
      { ...ground, serverKey, files: files.house, limits },
      {
        endpoint,
        transmissionKey: headers['TransmissionKey'],
        authorization: headers['Authorization'],
        readBody: async () => body,
        surroundings: { remote_address, request_id },
      },
    )
    return { request_id, status: 200 }
  } catch (error) {
    const { status, body: text } = errorAnswer(error, { url: '/', method: 'POST', userAgent: '' })
    expect(text.length).toBeLessThan(1000)
    return { request_id, status, error }
  }
}

async function send(mutation: Mutation) {
  const { endpoint, at } = mutation
  const sealed = await device.seal(changedPayload(mutation))
  const answered = await answer(endpoint, damaged(sealed, mutation), at)
  if (answered.status === 200 && captured.length < replays) captured.push({ endpoint, sealed })
  if (answered.status >= 500)
    throw new Error(`${endpoint} failed: ${JSON.stringify(mutation)}`, { cause: answered.error })
  return answered
}

/** The requests that left events of their own, and how many were only counted. */
async function recorded(after: number) {
  const ids = new Set<string>()
  let counted = 0
  let last = after
  for (;;) {
    const page = await store.events.readAfter(last, { limit: 1_000 })
    if (page.length === 0) return { ids, counted }
    for (const { seq, body } of page) {
      const event = JSON.parse(body)
      if (event.audit_event === 'refusals_aggregated') counted += event.count
      else ids.add(event.request_id)
      last = seq
    }
  }
}

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

const heap = () => {
  collectGarbage()
  return process.memoryUsage().heapUsed / 1_048_576
}

test(`${requests} mutated requests: none fails the server, each is on the record`, async () => {
  const statuses = new Map<number, number>()
  let unwritten = 0
  let before = 0
  for (let sent = 0; sent < requests; sent += atOnce) {
    const { seq = -1 } =
      (await store.events.readBefore(Number.MAX_SAFE_INTEGER, { limit: 1 }))[0] ?? {}
    const batch = fc.sample(mutations(vault), { seed: seed + sent, numRuns: atOnce })
    const answered = await Promise.all(batch.map(send))
    await ground.refusals.flush()
    const { ids, counted } = await recorded(seq)
    const missing = answered.filter(({ request_id }) => !ids.has(request_id))
    expect(missing.every(({ status }) => status !== 200)).toBe(true)
    expect(missing.length).toBe(counted)
    unwritten += counted
    for (const { status } of answered) statuses.set(status, (statuses.get(status) ?? 0) + 1)
    if (sent === Math.floor(requests / 10 / atOnce) * atOnce) before = heap()
  }
  const after = heap()
  say('mutated requests', {
    seed,
    ...Object.fromEntries([...statuses].map(([status, times]) => [`status ${status}`, times])),
    'only counted': unwritten,
    'heap at a tenth (MB)': Math.round(before),
    'heap at the end (MB)': Math.round(after),
  })
  expect(after).toBeLessThan(before * 1.1 + slackMb)
  expect(statuses.get(200) ?? 0).toBeGreaterThan(requests / 50)
}, 10_800_000)

async function acceptedReplays(): Promise<number> {
  let accepted = 0
  for (const { endpoint, sealed } of captured)
    for (const where of [endpoint, 'get_secret', 'rollback_secret_update'])
      if ((await answer(where, sealed)).status === 200) accepted += 1
  return accepted
}

test(`of up to ${replays} captured requests none is taken again, there or elsewhere, also after a restart`, async () => {
  expect(captured.length).toBeGreaterThan(replays / 10)
  expect(await acceptedReplays()).toBe(0)
  await store.close()
  store = await openEmbeddedStore({ folder })
  ground = groundOver(store)
  expect(await acceptedReplays()).toBe(0)
  say('captured requests', { replayed: captured.length * 6 })
}, 3_600_000)
