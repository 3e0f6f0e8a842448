import type { Device, Place } from './client.ts'
import type { Stage } from './stage.ts'

/** One thing that every client is asked to do, in this order: a line of the table. */
export type Step = {
  readonly name: string
  /** What the reader of the table learns from it. */
  readonly shows: string
  run(scene: Scene): Promise<void>
}

/** What steps share: a client that the first of them binds. */
export type Scene = {
  readonly stage: Stage
  readonly place: Place
  /** The name of the bound device in the log. */
  readonly deviceName: string
  /** The bound client; steps that close it put the next one in its place. */
  device: Device
}
