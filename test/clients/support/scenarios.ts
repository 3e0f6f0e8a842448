import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { changing } from '../steps/changing.ts'
import { foldersAndFiles } from '../steps/folders-and-files.ts'
import { reading } from '../steps/reading.ts'
import { refusing } from '../steps/refusing.ts'
import { throttleStep } from '../steps/throttle.ts'
import type { Client } from './client.ts'
import { type Result, resultsOf } from './results.ts'
import { setStage } from './stage.ts'
import type { Scene, Step } from './step.ts'

const deviceName = 'subject'

/** Some clients begin a process for everything that they do, on machines that do more than that. */
const patience = 180_000

const throttle = (client: Client): Step => ({
  name: 'throttle',
  shows: 'waits as long as it is told, or says so, when it asks more often than it may',
  run: () => throttleStep(client),
})

/** Every step in its order: the lines of the table. */
const stepsFor = (client: Client): readonly Step[] => [
  ...reading,
  ...changing,
  ...foldersAndFiles,
  throttle(client),
  ...refusing,
]

/** Tells all scenarios of a client, and holds what came of it against what the table says. */
export function clientScenarios(client: Client): void {
  describe(client.title, () => {
    let scene: Scene
    const took: Record<string, Result> = {}
    const steps = stepsFor(client)
    const taken = steps.filter(({ name }) => !client.lacks?.[name])

    beforeAll(async () => {
      const stage = await setStage(client)
      const place = await stage.newPlace(deviceName)
      scene = { stage, place, deviceName, device: await stage.open(place) }
    }, patience)
    afterAll(() => scene?.stage.stop())

    test.each(taken)('$name: $shows', { timeout: patience }, async ({ name, run }) => {
      await run(scene)
      took[name] = { works: true, ...(client.notes?.[name] && { note: client.notes[name] }) }
    })

    test('is of the version that the table says', async () => {
      const versions = (await scene.stage.eventsOf(deviceName)).map(
        (event) => event['client_version'],
      )
      expect(versions.at(-1)).toMatch(client.version)
    })

    test('does what the table says of it', async () => {
      expect(Object.keys(took)).toEqual(taken.map(({ name }) => name))
      await resultsOf(client, steps).expectAsWritten(took)
    })
  })
}
