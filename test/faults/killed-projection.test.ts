import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { engineOf } from '../../src/engine-of.ts'
import { loadCatalog } from '../../src/events/catalog.ts'
import { projectionPlan } from '../../src/open-projection.ts'
import { checkProjection } from '../../src/projection/check.ts'
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts'
import { addTo, type PlainEvent } from '../support/projected-log.ts'
import { variedEvents } from '../support/varied-events.ts'

/**
 * A projection whose process is killed with SIGKILL while it takes in the log, again and again: rows and the place that it has come
 * to are one transaction, so what there is always agrees with the log, and the next process goes on from there.
 */

const full = process.env['KEEPWATCH_FAULTS'] === 'full'
const kills = full ? 200 : 12
const program = join(import.meta.dirname, 'support/projecting-process.ts')

/** Adds events to the log in a folder that nobody has open; gives all of its entries. */
async function filled(folder: string, events: readonly PlainEvent[]) {
  const store = await openEmbeddedStore({ folder })
  try {
    await addTo(store, events)
    return await store.events.readAfter(-1, { limit: await store.events.size() })
  } finally {
    await store.close()
  }
}

/** How far the process has come when it is killed: it says so when it has begun, and after each transaction. */
type Moment = { readonly said: number; readonly milliseconds: number }

/** Once it has said that much, or has ended. */
function heard(child: ChildProcess, said: number): Promise<void> {
  return new Promise((resolve) => {
    let bytes = 0
    child.stdout?.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes >= said) resolve()
    })
    child.once('exit', () => resolve())
  })
}

/** Kills the process at that moment; gives whether it was done before. */
async function killAt(folder: string, { said, milliseconds }: Moment): Promise<boolean> {
  const child = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  await heard(child, said)
  await Promise.race([sleep(milliseconds), ended])
  child.kill('SIGKILL')
  const [code] = await ended
  return code === 0
}

test('what a killed process leaves agrees with the log, and the next one goes on', {
  timeout: 3_600_000,
}, async () => {
  const catalog = await loadCatalog()
  const data = await mkdtemp(join(tmpdir(), 'keepwatch-killed-projection-'))
  const { layout } = projectionPlan(catalog)
  const engine = await engineOf({ data })
  const reached = [0]
  let early = 0
  try {
    for (let kill = 0; kill < kills; kill++) {
      const entries = await filled(data, variedEvents(2_000, kill))
      const moment = { said: 1 + (kill % 4), milliseconds: (kill * 37) % 50 }
      if (!(await killAt(data, moment))) early++
      const checked = await checkProjection(engine, entries, layout)
      expect(checked.state).toMatch(/^(agrees|none)$/)
      reached.push(checked.state === 'agrees' ? checked.next : 0)
    }
    expect(reached).toEqual(reached.toSorted((a, b) => a - b))
    expect(reached.at(-1)).toBeGreaterThan(0)
    expect(early).toBeGreaterThan(0)
  } finally {
    await rm(data, { recursive: true })
  }
})
