import { setTimeout } from 'node:timers/promises'
import { expect } from 'vitest'
import type { Client, Device } from '../support/client.ts'
import { type Stage, setStage } from '../support/stage.ts'

const usual = 100
const window = 10_000
const name = 'hasty'

async function readUntilRefused(device: Device, most: number): Promise<string | undefined> {
  try {
    for (let times = 0; times < most; times++) await device.read({})
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
  const { throttledAfter: most = usual } = client
  const stage = await setStage(client, { deviceLimit: `${most}/${window / 1000}` })
  try {
    const device = await stage.open(await stage.newPlace(name))
    await device.read({})
    stage.pass(2 * window)
    await device.read({})
    stage.pass(window - 1_000)
    const reading = readUntilRefused(device, most)
    await hasBeenThrottled(stage)
    stage.pass(1_000)
    const refusal = await reading
    if (client.failsWhenThrottled) expect(refusal).toContain('throttled')
    else expect(refusal).toBeUndefined()
    stage.pass(2 * window)
    expect(await device.read({})).toEqual([])
  } finally {
    await stage.stop()
  }
}
