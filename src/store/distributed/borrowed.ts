import type { Pool, PoolClient } from 'pg'
import { isDisconnect } from './database-error.ts'

/** A connection of a pool that is taken when it is first asked for. */
export type Borrowed = {
  client(): Promise<PoolClient>
  /** Gives it back with nothing open; one that broke, as `obstacle` may say, is closed instead. */
  giveBack(obstacle?: unknown): Promise<void>
}

// What breaks the connection reaches us through the statement that it breaks.
const ignore = () => {}

async function take(pool: Pool): Promise<PoolClient> {
  const client = await pool.connect()
  client.on('error', ignore)
  return client
}

async function release(client: PoolClient, obstacle: unknown): Promise<void> {
  let isSpoiled = isDisconnect(obstacle)
  if (client.getTransactionStatus() !== 'I' && !isSpoiled)
    await client.query('rollback').catch(() => {
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
    async giveBack(obstacle) {
      const client = await taken?.catch(() => undefined)
      if (client) await release(client, obstacle)
    },
  }
}
