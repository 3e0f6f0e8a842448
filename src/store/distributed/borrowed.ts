import type { Pool, PoolClient } from 'pg'
import { isDisconnect } from './database-error.ts'
import { inPackets } from './packets.ts'

/** How what was done on a connection ended: what was undone may have left its transaction open. */
export type Ending = 'committed' | { readonly undone: unknown }

/** A connection of a pool that is taken when it is first asked for. */
export type Borrowed = {
  client(): Promise<PoolClient>
  /** Gives it back with nothing open; one that broke, as its error may say, is closed instead. */
  giveBack(end: Ending): Promise<void>
}

// What breaks the connection reaches us through the statement that it breaks.
const ignore = () => {}

async function take(pool: Pool): Promise<PoolClient> {
  const client = await pool.connect()
  client.on('error', ignore)
  return client
}

async function release(client: PoolClient, end: Ending): Promise<void> {
  let isSpoiled = end !== 'committed' && isDisconnect(end.undone)
  if (end !== 'committed' && !isSpoiled)
    await inPackets(client)
      .control('rollback')
      .catch(() => {
        isSpoiled = true
      })
  client.off('error', ignore)
  client.release(isSpoiled)
}

export function borrow(pool: Pool): Borrowed {
  let taken: Promise<PoolClient> | undefined
  return {
    client: () => {
      taken ??= take(pool)
      return taken
    },
    async giveBack(end) {
      const client = await taken?.catch(() => undefined)
      if (client) await release(client, end)
    },
  }
}
