import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EvidencePack } from '../../src/evidence/evidence-pack.ts'
import { pageScript } from '../../src/evidence/evidence-page.ts'
import type { PackVerdict } from '../../src/evidence/verify-pack.ts'
import { type Api, api } from '../support/api.ts'
import { deviceReads, numbered } from '../support/device-reads.ts'
import { type CommandLine, ownerOf } from '../support/keepwatch.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** What somebody who trusts neither the server nor its makers can prove from afar. */

type Event = { readonly seq: number; readonly username?: string; readonly salts?: object }
type Page = { readonly events: readonly Event[]; readonly next: number | null }

let server: TestServer
let owner: CommandLine
let http: Api
let vkey: string

beforeAll(async () => {
  const at = new Date('2026-11-20T10:00:00Z')
  const fill = deviceReads({ devices: numbered('device', 600), at })
  server = await startServer({ flags: { tls: 'off' }, fill })
  owner = await ownerOf(server)
  http = await api(server, owner)
  vkey = join(server.folder, 'log-vkey')
})

afterAll(async () => {
  await owner.remove()
  await server.stop()
})

/** Every event by pages of the API, a JSON text a line, and a checkpoint that covers all of them. */
async function exported() {
  const events: Event[] = []
  let next: number | null = -1
  while (next !== null) {
    const page: Page = await http.json(`/events?order=ascending&limit=250&after=${next}`)
    events.push(...page.events)
    next = page.next
  }
  const covers = (note: string) => sizeOf(note) >= events.length
  await expect.poll(checkpoint, { timeout: 20_000 }).toSatisfy(covers)
  const covering = await checkpoint()
  for (let seq = events.length; seq < sizeOf(covering); seq++)
    events.push((await http.json<{ event: Event }>(`/events/${seq}`)).event)
  const note = join(owner.home, 'kept.note')
  await writeFile(note, covering)
  return { events, note }
}

const checkpoint = async (): Promise<string> => {
  const session = JSON.parse(await readFile(join(owner.home, 'sessions.json'), 'utf8'))
  const headers = { authorization: `Bearer ${session[server.url].token}` }
  return (await fetch(`${server.url}/log/checkpoint`, { headers })).text()
}

const sizeOf = (note: string) => Number(note.split('\n')[1])

test('the tiles of the server are verified with nothing but its public key', async () => {
  const answer = await owner.keepwatch(
    ...['verify', '--url', server.url, '--vkey', vkey, '--format', 'json'],
  )
  expect(answer).toMatchObject({ code: 0, stderr: '' })
  const verdict = answer.json<{ size: number; signed: number }>()
  expect(verdict.size).toBeGreaterThanOrEqual(600)
  expect(verdict.signed).toBe(verdict.size)
})

test('exported events are verified offline, personal values with them; each edit is found where it sits', async () => {
  const { events, note } = await exported()
  const file = join(owner.home, 'events.ndjson')
  const verify = async (changed: readonly Event[]) => {
    await writeFile(file, changed.map((event) => `${JSON.stringify(event)}\n`).join(''))
    return owner.keepwatch('verify', '--export', file, '--checkpoint', note, '--vkey', vkey)
  }
  expect(await verify(events)).toMatchObject({ code: 0, stderr: '' })

  const without = await verify(events.toSpliced(300, 1))
  expect(without).toMatchObject({ code: 4 })
  expect(without.stderr).toContain('missing at 300')
  const twice = await verify(events.toSpliced(300, 0, events[300] as Event))
  expect(twice.stderr).toContain('duplicated at 300')
  const swapped = await verify(
    events.with(300, events[301] as Event).with(301, events[300] as Event),
  )
  expect(swapped.stderr).toContain('reordered at 300')
  const cut = await verify(events.slice(0, -1))
  expect(cut.stderr).toContain(`truncated at ${events.length - 1}`)
  const last = events.findLastIndex(({ username }) => username !== undefined)
  const forged = { ...(events[last] as Event), username: 'mallory@example.com' }
  expect((await verify(events.with(last, forged))).stderr).toMatch(/edited at \d+/)
})

test('what a receiver holds is compared with the log, by sequence number', async () => {
  const { events } = await exported()
  const file = join(owner.home, 'siem.ndjson')
  const compare = async (held: readonly Event[]) => {
    await writeFile(file, held.map((event) => `${JSON.stringify(event)}\n`).join(''))
    const answer = await owner.keepwatch('reconcile', '--export', file, '--format', 'json')
    return { code: answer.code, differences: answer.json<readonly object[]>() }
  }
  const unsalted = events.map(({ salts: _, ...event }) => event)
  expect(await compare(unsalted.slice(50, 400))).toEqual({ code: 0, differences: [] })
  const altered = { ...(events[60] as Event), device_name: 'another' }
  const unknown = { ...(events[60] as Event), seq: 100_000 }
  const held = [...events.slice(50, 60), altered, ...events.slice(62, 70), events[69], unknown]
  const { code, differences } = await compare(held as readonly Event[])
  expect(code).toBe(4)
  expect(differences.slice(0, 3)).toEqual([
    { seq: 60, kind: 'altered' },
    { seq: 61, kind: 'missing' },
    { seq: 69, kind: 'duplicated' },
  ])
  expect(differences.at(-1)).toEqual({ seq: 100_000, kind: 'unknown' })
})

const packIn = async (file: string): Promise<EvidencePack> => {
  const page = await readFile(file, 'utf8')
  const [, text = ''] = /<script type="application\/json" id="pack">(.*)<\/script>/.exec(page) ?? []
  return JSON.parse(text)
}

/** Runs the program of the page as it stands in the file, with nothing but what a browser has. */
const verdictOf = async (pack: EvidencePack): Promise<PackVerdict> => {
  const program = pageScript().replace(/const pack = [\s\S]*$/, 'verifyPack(pack)')
  const context = { crypto, atob, btoa, TextEncoder, pack }
  return JSON.parse(JSON.stringify(await runInNewContext(program, context)))
}

test('audit-report --evidence writes a page that proves every event in it', async () => {
  const file = join(owner.home, 'evidence.html')
  const printed = await owner.ask<readonly object[]>(
    ...['audit-report', '--event-type', 'app_client_access', '--evidence', file, '--limit', '40'],
  )
  const pack = await packIn(file)
  expect(pack.events).toHaveLength(printed.length)
  expect(pack.vkeys.join('\n')).toBe((await readFile(vkey, 'utf8')).trim())
  const { failure, events } = await verdictOf(pack)
  expect(failure).toBeUndefined()
  expect(events).toEqual(pack.events.map(({ event }) => ({ seq: event.seq })))

  const [first, ...others] = pack.events as [EvidencePack['events'][0], ...EvidencePack['events']]
  const forged = { ...first, event: { ...first.event, device_name: 'another' } }
  const after = await verdictOf({ ...pack, events: [forged, ...others] })
  expect(after.events.filter((event) => event.failure)).toHaveLength(1)
})

test('a pack says what it cannot hold', async () => {
  const file = join(owner.home, 'refused.html')
  const counted = await owner.keepwatch('ar', '--report-type', 'day', '--evidence', file)
  expect(counted).toMatchObject({ code: 2 })
  const empty = await owner.keepwatch('ar', '--username', 'nobody@example.com', '--evidence', file)
  expect(empty).toMatchObject({ code: 2 })
})
