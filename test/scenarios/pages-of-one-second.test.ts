import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, api } from '../support/api.ts'
import { deviceReads, numbered } from '../support/device-reads.ts'
import { type CommandLine, ownerOf } from '../support/keepwatch.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** Cursors count in seconds elsewhere, and lose or repeat what shares one; here they are the numbers of events. */

type Page = { readonly events: readonly { readonly seq: number }[]; readonly next: number | null }

const inOneSecond = 2_502

let server: TestServer
let owner: CommandLine
let http: Api

beforeAll(async () => {
  const at = new Date('2026-11-20T10:00:00Z')
  server = await startServer({
    flags: { tls: 'off' },
    fill: deviceReads({ devices: numbered('device', inOneSecond), at }),
  })
  owner = await ownerOf(server)
  http = await api(server, owner)
})

afterAll(async () => {
  await owner.remove()
  await server.stop()
})

/** The numbers that come page by page, until there are enough. */
async function readInPages(query: string, cursor: 'after' | 'before', most: number) {
  const found: number[] = []
  let next: number | null = cursor === 'after' ? -1 : 1_000_000_000
  while (next !== null && found.length < most) {
    const page: Page = await http.json<Page>(`/events?${query}&${cursor}=${next}`)
    found.push(...page.events.map(({ seq }) => seq))
    next = page.next
  }
  return found
}

const everyOnce = (count: number, first: number) =>
  Array.from({ length: count }, (_, at) => first + at)

test.each([
  [1, 20],
  [2, 30],
  [60, inOneSecond],
  [250, inOneSecond],
  [834, inOneSecond],
  [999, inOneSecond],
  [1_000, inOneSecond],
])('pages of %i have each event once, oldest first', async (limit, most) => {
  const query = `q=event:app_client_access&order=ascending&limit=${limit}`
  const found = await readInPages(query, 'after', most)
  expect(found).toEqual(everyOnce(most, found[0] ?? 0))
})

test.each([417, 1_000])('pages of %i have each event once, newest first', async (limit) => {
  const query = `q=event:app_client_access&limit=${limit}`
  const found = await readInPages(query, 'before', inOneSecond)
  expect(found).toEqual(everyOnce(inOneSecond, found.at(-1) ?? 0).reverse())
})
