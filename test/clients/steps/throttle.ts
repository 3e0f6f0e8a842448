import { setTimeout } from 'node:timers/promises'
import { expect } from 'vitest'
import type { Client } from '../support/client.ts'
import { type Stage, setStage } from '../support/stage.ts'

const usual = 100
const window = 10_000
const name = 'hasty'

/** Until there is room again. Servers that count together do it by windows that begin when they will: two later there is room in any case. */
const untilRoom = process.env['KEEPWATCH_TEST_POSTGRES'] ? 2 * window : 1_000

async function readUntilRefused(read: () => Promise<unknown>, most: number) {
  try {
    for (let times = 0; times < most; times++) await read()
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

async function hasBeenThrottled(stage: Stage): Promise<void> {
  const reason = async () => (await stage.eventsOf(name)).at(-1)?.['reason']
  while ((await reason()) !== 'throttled') await setTimeout(100)
}

/**
 * At a server with a limit a client asks once more than it may. It waits as long as it is told and comes through, or its
 * user is told to come later. Time stands still until it was refused, so no machine is too slow for this.
 */
export async function throttleStep(client: Client): Promise<void> {
  const { throttledAfter: most = usual, asksPerRead = 1 } = client
  const stage = await setStage(client, { deviceLimit: `${most * asksPerRead}/${window / 1000}` })
  try {
    const device = await stage.open(await stage.newPlace(name))
    const read = () => device.read({ records: [stage.registry] })
    await read()
    stage.pass(2 * window)
    await read()
    stage.pass(window - 1_000)
    const reading = readUntilRefused(read, most)
    await hasBeenThrottled(stage)
    stage.pass(untilRoom)
    const refusal = await reading
    if (client.failsWhenThrottled) expect(refusal).toContain('throttled')
    else expect(refusal).toBeUndefined()
    stage.pass(2 * window)
    expect(await read()).toHaveLength(1)
  } finally {
    await stage.stop()
  }
}
