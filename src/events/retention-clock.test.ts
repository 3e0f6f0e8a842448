import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openEmbeddedStore } from '../store/embedded/embedded-store.ts'
import type { Store } from '../store/store.ts'
import { retentionClock } from './retention-clock.ts'

const hour = 3_600_000
const day = 24 * hour
const start = Date.parse('2026-11-23T12:00:00.000Z')

let folder: string
let store: Store
let wall: number
let uptime: number

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keepwatch-retention-clock-'))
  store = await openEmbeddedStore({ folder })
  wall = start
  uptime = 0
})

afterEach(async () => {
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

const newServer = () =>
  retentionClock({ store, clock: () => new Date(wall), elapsed: () => uptime })

function pass(ms: number) {
  wall += ms
  uptime += ms
}

test('goes with the clock while the clock goes as clocks do', async () => {
  const now = newServer()
  expect((await now()).getTime()).toBe(start)
  pass(hour)

  expect((await now()).getTime()).toBe(start + hour)
})

test('believes a clock that leaps ahead only little by little, also after a restart', async () => {
  const now = newServer()
  await now()
  wall += 70 * 365 * day
  pass(hour)
  expect((await now()).getTime()).toBe(start + 30 * hour)

  const again = newServer()
  expect((await again()).getTime()).toBe(start + 30 * hour)
})

test('is right again as soon as the clock is', async () => {
  const now = newServer()
  await now()
  wall += 365 * day
  pass(hour)
  await now()
  wall = start + hour

  expect((await now()).getTime()).toBe(start + hour)
})

test('keeps everything while the clock says 1970, and is right again when it is set', async () => {
  const now = newServer()
  await now()
  wall = 0
  expect((await now()).getTime()).toBe(0)
  wall = start
  pass(hour)

  expect((await now()).getTime()).toBe(start + hour)
})

test('catches up after the server has rested for long', async () => {
  await newServer()()
  wall += 60 * day
  const now = newServer()
  expect((await now()).getTime()).toBe(start)
  pass(3 * day)

  expect((await now()).getTime()).toBe(start + 63 * day)
})
