import type { filledVault } from './filled-vault.ts'
import { type RawDevice, rawDevice } from './raw-device.ts'

/**
 * Adds so many devices to a vault that is yet to be put into a store. Gives what binds them to the server that has it by then; it
 * throws when one is not let in.
 */
export async function addedDevices(
  vault: Pick<Awaited<ReturnType<typeof filledVault>>, 'device'>,
  count: number,
): Promise<(server: { readonly url: string }) => Promise<readonly RawDevice[]>> {
  const ids: string[] = []
  for (let n = 0; n < count; n++) ids.push((await vault.device({ name: `reader ${n}` })).clientId)

  async function bound(server: { readonly url: string }, clientId: string): Promise<RawDevice> {
    const device = await rawDevice({ server, clientId })
    const { status, text } = await device.bind()
    if (status !== 200) throw new Error(`a device was not bound: ${status} ${text}`)
    return device
  }

  return (server) => Promise.all(ids.map((clientId) => bound(server, clientId)))
}
