import { channelOf, takeLease } from '../../src/store/distributed/installation.ts'
import { logTail } from '../../src/store/distributed/log-tail.ts'
import { preparedQuery } from '../../src/store/distributed/postgres-sql.ts'
import { sequencer } from '../../src/store/distributed/sequencer.ts'
import type { Ground } from './parts.ts'

/**
 * What a server does that knows of no parts, on one session: it has the lease, writes events and numbers them, with the statements that
 * are the same in every release.
 */
export async function olderServer(ground: Ground) {
  const client = await ground.session()
  const query = preparedQuery(client)
  if (!(await takeLease(client))) throw new Error('another server numbers here')
  let mine = await sequencer(client, await channelOf(client))
  return {
    client,
    async append(bodies: readonly string[]) {
      const tail = logTail({ query, control: (text) => client.query(text) })
      for (const body of bodies) await tail.events.append(body)
      await tail.flush()
    },
    /** Numbers until the log holds so many. */
    async number(size: number) {
      try {
        while (mine.size() < size) await mine.batch()
      } catch (error) {
        await client.query('rollback')
        mine = await sequencer(client, await channelOf(client))
        throw error
      }
    },
    leave: () => client.query('select pg_advisory_unlock_all()'),
  }
}
