import { createHash } from 'node:crypto'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { memoryLog } from '../../test/support/memory-log.ts'
import { canonicalJson } from '../kernel/canonical-json.ts'
import { signCheckpoint } from '../tlog/checkpoint.ts'
import { root } from '../tlog/frontier.ts'
import { generateNoteKey, noteSigner } from '../tlog/note-key.ts'
import { inclusionProof } from '../tlog/proof.ts'
import { formatTlogProof } from '../tlog/tlog-proof.ts'
import type { EvidencePack } from './evidence-pack.ts'
import { evidencePage, pageScript } from './evidence-page.ts'
import { verifyPack } from './verify-pack.ts'

const { vkey, skey } = generateNoteKey('keepwatch/test')
const salt = Buffer.alloc(16, 7)
const person = 'ann@example.com'
const commitment = `sha256:${createHash('sha256').update(salt).update(person).digest('base64url')}`

const leaf = (number: number) =>
  canonicalJson({
    audit_event: 'login',
    event_id: `event-${number}`,
    note: '</script><script>alert(1)</script> \u2028 é',
    remote_address: commitment,
    timestamp: '2026-11-23T08:12:44.123Z',
    username: commitment,
  })

const exported = (seq: number) => ({
  ...JSON.parse(leaf(seq)),
  seq,
  message: `${person} logged in`,
  username: person,
  remote_address: '(erased)',
  salts: { username: salt.toString('base64') },
  erased: { remote_address: commitment },
})

/** A pack of some events out of a log of `size`. */
async function packOf(size: number, seqs: readonly number[]): Promise<EvidencePack> {
  const log = memoryLog(Array.from({ length: size }, (_, seq) => Buffer.from(leaf(seq))))
  const head = { origin: 'keepwatch/test', size, root: root(log.frontier) }
  const checkpoint = signCheckpoint(head, [noteSigner(skey)])
  const events = seqs.map(async (index) => {
    const hashes = await inclusionProof({ index, size }, log.read)
    return { event: exported(index), proof: formatTlogProof({ index, hashes, checkpoint }) }
  })
  return {
    title: 'Logins <of> "Ann"',
    created: '2026-11-23T09:00:00.000Z',
    server: 'https://keepwatch.example.com',
    question: 'audit-report --username ann@example.com',
    vkeys: [vkey],
    checkpoint,
    events: await Promise.all(events),
  }
}

const failures = async (pack: EvidencePack) =>
  (await verifyPack(pack)).events.map(({ failure }) => failure)

test('every event of logs of every shape is verified', async () => {
  for (const size of [1, 2, 3, 7, 8, 100, 257]) {
    const seqs = Array.from({ length: size }, (_, seq) => seq)
    const verdict = await verifyPack(await packOf(size, seqs))
    expect(verdict.failure).toBeUndefined()
    expect(verdict.events).toEqual(seqs.map((seq) => ({ seq })))
  }
})

test('one that is edited fails, and the others stay verified', async () => {
  const pack = await packOf(20, [3, 4])
  const [first, second] = pack.events as [EvidencePack['events'][0], EvidencePack['events'][0]]
  const edits = [
    { username: 'bob@example.com' },
    { event_id: 'event-4' },
    { extra: 'field' },
    { salts: {} },
    { erased: {} },
    { remote_address: '203.0.113.9' },
    { seq: 4 },
  ]
  for (const edit of edits) {
    const events = [{ ...first, event: { ...first.event, ...edit } }, second]
    const [edited, untouched] = await failures({ ...pack, events })
    expect(edited, JSON.stringify(edit)).toEqual(expect.any(String))
    expect(untouched).toBeUndefined()
  }
})

test('a changed character anywhere in a proof or in the checkpoint fails', async () => {
  const pack = await packOf(20, [3])
  const proof = pack.events[0]?.proof ?? ''
  await fc.assert(
    fc.asyncProperty(fc.nat(proof.length - 1), fc.constantFrom(1, 2, 4), async (at, bit) => {
      const changed = String.fromCharCode(proof.charCodeAt(at) ^ bit)
      const edited = proof.slice(0, at) + changed + proof.slice(at + 1)
      const checkpoint = edited.slice(edited.indexOf('\n\n') + 2)
      const events = [{ event: exported(3), proof: edited }]
      expect(await failures({ ...pack, checkpoint, events })).toEqual([expect.any(String)])
    }),
    { numRuns: 300 },
  )
})

test('a checkpoint of another key fails everything', async () => {
  const stranger = generateNoteKey('keepwatch/test')
  const verdict = await verifyPack({ ...(await packOf(20, [3, 4])), vkeys: [stranger.vkey] })
  expect(verdict.failure).toMatch(/not signed by this key/)
  expect(verdict.events.every(({ failure }) => failure)).toBe(true)
})

test('the text in the page is the whole program: it runs with nothing else around it', async () => {
  const pack = await packOf(20, [3, 19])
  const context = {
    crypto,
    atob,
    btoa,
    TextEncoder,
    pack,
    document: { getElementById: () => null },
  }
  const program = pageScript().replace(/const pack = [\s\S]*$/, 'verifyPack(pack)')
  const verdict = await runInNewContext(program, context)
  expect(JSON.parse(JSON.stringify(verdict))).toEqual({
    size: 20,
    events: [{ seq: 3 }, { seq: 19 }],
  })
})

test('nothing in the events can break out of the page, and the page can fetch nothing', async () => {
  const page = evidencePage(await packOf(3, [1]))
  expect(page.match(/<script/g)).toHaveLength(2)
  expect(page).not.toContain('alert(1)</script>')
  expect(page).toContain('<title>Logins &lt;of&gt; &quot;Ann&quot;</title>')
  const [, script = ''] = /<script type="module">([\s\S]*)<\/script>/.exec(page) ?? []
  const hash = createHash('sha256').update(script).digest('base64')
  expect(page).toContain(
    `content="default-src 'none'; script-src 'sha256-${hash}'; style-src 'sha256-`,
  )
  expect(page).not.toMatch(/\b(?:src|href)=/)
})
