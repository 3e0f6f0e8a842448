import { join } from 'node:path'
import type { Client } from './client.ts'
import { openProgram } from './line-driver.ts'

const driver = join(import.meta.dirname, '../drivers/javascript.ts')

type JavaScript = Omit<Client, 'open'> & {
  /** The file that the package's name stands for. */
  readonly sdk: string
  readonly needsHook?: true
}

/** The JavaScript SDK in a Node process. */
export const javascript = ({ sdk, needsHook, ...client }: JavaScript): Client => ({
  ...client,
  open: (place) =>
    openProgram(
      {
        command: process.execPath,
        args: [driver, sdk, ...(needsHook ? ['hook'] : [])],
        env: { NODE_EXTRA_CA_CERTS: place.caFile },
      },
      place,
    ),
})
