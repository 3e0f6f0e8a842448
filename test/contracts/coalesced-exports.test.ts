import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { coalesced } from '../../src/exports/coalesce.ts'
import type { ExportFormat } from '../../src/exports/format.ts'
import type { OutgoingEvent } from '../../src/exports/outgoing-event.ts'
import { canonicalJson, type Flat } from '../../src/kernel/canonical-json.ts'
import { loadFamily } from '../../src/kernel/family.ts'
import { leafHashHex } from '../../src/tlog/hash.ts'
import type { Exported } from '../../src/verify/exported-leaf.ts'
import { receivedEvents } from '../../src/verify/received-file.ts'
import { findGaps, holdAll, reconcile } from '../../src/verify/reconcile.ts'

/** Whoever holds coalesced events, in whatever format, can prove every one of those that they stand for, and tells when one is missing. */

const folder = join(import.meta.dirname, '../../src/exports/formats')
const formats = [...(await loadFamily<ExportFormat>(folder)).values()]
const origin = { host: 'vault.example.com', version: '0.1.0' }

let scratch: string

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'keepwatch-coalesced-'))
})

afterAll(() => rm(scratch, { recursive: true }))

/** Three devices that poll, and somebody who logs in now and then. */
const log: readonly Exported[] = Array.from({ length: 300 }, (_, seq) => {
  const device = `device ${seq % 3}`
  const isLogin = seq % 50 === 49
  const time = new Date(Date.parse('2026-11-23T08:00:00.000Z') + seq * 1_000).toISOString()
  return {
    seq,
    event_id: `event ${seq}`,
    audit_event: isLogin ? 'login' : 'app_client_access',
    category: isLogin ? 'login' : 'ksm',
    severity: 'info',
    outcome: 'success',
    timestamp: time,
    recorded_at: time,
    ...(!isLogin && { device_name: device, device_uid: device, served: 'sha256:x' }),
    request_id: `request ${seq}`,
    message: 'something happened',
  }
})

const outgoing = (event: Exported): OutgoingEvent => {
  const { seq: _, message: __, ...body } = event
  return {
    ...event,
    leaf_hash: leafHashHex(canonicalJson(body as Flat)),
  } as unknown as OutgoingEvent
}

const sent = coalesced(log.map(outgoing)).map(({ event }) => event)

async function held(format: ExportFormat, events: readonly OutgoingEvent[]) {
  const file = join(scratch, format.name)
  const lines = events.map((event) => format.line(event, origin))
  await writeFile(file, [...(format.head ? [format.head] : []), ...lines, ''].join('\n'))
  return holdAll(receivedEvents(file))
}

const logFrom = async function* (first: number) {
  yield* log.slice(first)
}

test('far fewer events leave', () => expect(sent.length).toBeLessThan(12))

describe.each(formats)('$title', (format) => {
  test('accounts for every event of the log', async () => {
    const holding = await held(format, sent)
    expect(await reconcile(holding, logFrom)).toMatchObject({ compared: 300, differences: [] })
    expect(findGaps(holding).differences).toEqual([])
  })

  test('tells when one of those is not as it was, and when they are not there', async () => {
    const [first, ...others] = sent
    if (!first) throw new Error('nothing was sent')
    const fewer = { ...first, coalesced_seqs: String(first['coalesced_seqs']).replace(/,\d+$/, '') }
    const { differences } = await reconcile(await held(format, [fewer, ...others]), logFrom)
    expect(differences.map(({ kind }) => kind).sort()).toEqual(['altered', 'missing'])
    const without = await reconcile(await held(format, others), logFrom)
    expect(without.differences.length).toBeGreaterThan(90)
  })
})
