import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BoundDevice, boundDevice } from './support/bound-device.ts'
import { readSecrets } from './support/device-load.ts'
import { faults } from './support/effort.ts'
import { clean, inspect } from './support/inspect.ts'
import { startProcess, stopProcess } from './support/server-process.ts'

/**
 * A real server whose disk refuses the n-th write or flush of the log, for every n. Whatever was answered is in the log,
 * whatever could not be written was not answered, and after a flush that failed nothing is believed any more.
 */

let ground: BoundDevice

beforeAll(async () => {
  ground = await boundDevice()
})
afterAll(() => ground.remove())

/** Injects into calls on the write-ahead log: the n-th only, or from it on. */
const inject = (folder: string, what: string) => [
  '-P',
  join(folder, 'keepwatch.db-wal'),
  '-e',
  `trace=${what.split(':')[0]}`,
  '-e',
  `inject=${what}`,
]

const load = { clients: 2, requests: 20 }

async function runWith(what: string) {
  const folder = await ground.copy()
  const strace = inject(folder, what)
  const server = startProcess({ folder, flags: ['--tls', 'off'], strace })
  const url = await server.url
  const nothing = { served: [], refused: [], unknown: [] }
  if (url !== undefined) ground.target.url = url
  const history = url === undefined ? nothing : await readSecrets(ground.device, load)
  return { folder, server, history }
}

/** Which calls fail, one a run. A commit is a handful of writes: not each of them is tried where time is short. */
const flushes = Array.from({ length: faults({ few: 14, many: 40 }) }, (_, n) => n + 1)
const writes = Array.from({ length: faults({ few: 14, many: 150 }) }, (_, n) =>
  faults({ few: 1 + 5 * n, many: 1 + n }),
)

describe('a flush that fails stops the server', () => {
  test.each(flushes)('the %d. flush', async (n) => {
    const { folder, server, history } = await runWith(`fdatasync:error=EIO:when=${n}`)

    expect(await server.ended).toBe(1)
    expect(server.log()).toContain('could not be flushed')
    expect(history.refused).toEqual([])
    expect(await inspect(folder, history)).toEqual(clean)
  })
})

test('so does one when the log begins anew', async () => {
  const { folder, server, history } = await runWith('fsync:error=EIO:when=1')

  expect(await server.ended).toBe(1)
  expect(server.log()).toContain('disk I/O error')
  expect(history.refused).toEqual([])
  expect(await inspect(folder, history)).toEqual(clean)
})

describe('a write that fails stops the server', () => {
  test.each(writes)('the %d. write', async (n) => {
    const { folder, server, history } = await runWith(`pwrite64:error=EIO:when=${n}`)

    expect(await server.ended).toBe(1)
    expect(server.log()).toContain('disk I/O error')
    expect(history.refused).toEqual([])
    expect(await inspect(folder, history)).toEqual(clean)
  })
})

describe('a write without room is refused, and the server goes on', () => {
  test.each(writes)('the %d. write', async (n) => {
    const { folder, server, history } = await runWith(`pwrite64:error=ENOSPC:when=${n}`)
    const { refused, unknown } = history

    expect(unknown).toEqual([])
    for (const { text } of refused) expect(JSON.parse(text)).toMatchObject({ error: 'throttled' })
    expect([0, 1]).toContain(await stopProcess(server))
    expect(server.log()).toContain('disk is full')
    expect(await inspect(folder, history)).toEqual(clean)
  })
})
