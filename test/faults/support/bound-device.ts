import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEmbeddedStore } from '../../../src/store/embedded/embedded-store.ts'
import { filledVault } from '../../support/filled-vault.ts'
import { type RawDevice, rawDevice } from '../../support/raw-device.ts'
import { startProcess, stopProcess } from './server-process.ts'

export type BoundDevice = {
  readonly device: RawDevice
  /** Where the device sends its requests; set it to each server that is started. */
  readonly target: { url: string }
  /** A data folder of its own, in which the device is bound and every key is made. */
  copy(): Promise<string>
  remove(): Promise<void>
}

async function fill(folder: string) {
  const vault = await filledVault()
  const { clientId } = await vault.device({ name: 'reader' })
  const store = await openEmbeddedStore({ folder })
  await store.transaction(vault.fill)
  await store.close()
  return clientId
}

/** A device that has connected to a server which has stopped since: to be copied for each fault. */
export async function boundDevice(): Promise<BoundDevice> {
  const root = await mkdtemp(join(tmpdir(), 'keepwatch-faults-'))
  const folder = join(root, 'ground')
  const clientId = await fill(folder)
  const server = startProcess({ folder, flags: ['--tls', 'off'] })
  const target = { url: (await server.url) ?? '' }
  const device = await rawDevice({ server: target, clientId })
  const bound = await device.bind()
  await stopProcess(server)
  if (bound.status !== 200) throw new Error(`the device could not connect: ${bound.text}`)

  let copies = 0
  return {
    device,
    target,
    async copy() {
      const place = join(root, `copy-${copies++}`)
      await cp(folder, place, { recursive: true })
      return place
    },
    remove: () => rm(root, { recursive: true, force: true }),
  }
}
