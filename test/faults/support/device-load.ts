import type { RawDevice } from '../../support/raw-device.ts'

/** What clients know of their own requests. The version that a device names is unique to each, and stands in the event. */
export type History = {
  /** Answered with secrets. */
  readonly served: readonly string[]
  /** Answered with an error. */
  readonly refused: readonly { readonly version: string; readonly text: string }[]
  /** Nothing came back: the server may have done it or not. */
  readonly unknown: readonly string[]
}

export type Load = {
  readonly clients: number
  /** How many each of them makes, unless the server goes away. */
  readonly requests: number
  /** Numbers the first request; histories of one folder must not share numbers. */
  readonly first?: number
}

/** Reads secrets again and again, until it has read enough or the server is gone. */
export async function readSecrets(
  device: RawDevice,
  { clients, requests, first = 0 }: Load,
): Promise<History> {
  const served: string[] = []
  const refused: { version: string; text: string }[] = []
  const unknown: string[] = []

  async function client(number: number) {
    for (let n = first; n < first + requests; n++) {
      const version = `ms17.${number}.${n}`
      const answer = await device
        .call('get_secret', { clientVersion: version })
        .catch(() => undefined)
      if (!answer) {
        unknown.push(version)
        return
      }
      if (answer.status === 200) served.push(version)
      else refused.push({ version, text: answer.text })
    }
  }

  await Promise.all(Array.from({ length: clients }, (_, number) => client(number)))
  return { served, refused, unknown }
}
