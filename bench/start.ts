import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { median } from './clients.ts'
import { memoryOf, startPinned } from './pinned.ts'
import { write } from './print.ts'

const starts = 5
/** After this nothing that belongs to the start goes on any more. */
const settleMs = 3_000
const mostStartMs = 1_000
const mostMemory = 120

type Start = { readonly readyMs: number; readonly memory: number }

/** A first start, in a folder that does not exist yet: keys, certificates and the store are made. */
async function freshStart(): Promise<Start> {
  const folder = await mkdtemp(join(tmpdir(), 'keepwatch-bench-'))
  const began = performance.now()
  const flags = ['--data', join(folder, 'data'), '--listen', '127.0.0.1:0']
  const server = await startPinned({ flags, cores: '0,1' })
  const readyMs = performance.now() - began
  await sleep(settleMs)
  const memory = await memoryOf(server.pid)
  await server.stop()
  await rm(folder, { recursive: true })
  return { readyMs, memory }
}

/** `keepwatch serve` in a fresh data folder: until it says that it serves, and what it holds when nobody asks. */
export async function benchStart(): Promise<void> {
  const all: Start[] = []
  for (let start = 0; start < starts; start++) all.push(await freshStart())
  const ready = all.map(({ readyMs }) => Math.round(readyMs)).sort((a, b) => a - b)
  const memory = all.map((one) => Math.round(one.memory))
  write(
    `start to ready, fresh data folder: ${median(ready)} ms, fastest ${ready[0]} ms (aim: under ${mostStartMs} ms)`,
  )
  write(
    `idle memory after ${settleMs / 1_000} s: ${median(memory)} MB resident (aim: under ${mostMemory} MB)`,
  )
}
