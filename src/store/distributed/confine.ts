import type { Client } from 'pg'
import { decodeFrontier } from '../../tlog/frontier.ts'
import { partitionWidth } from './partitions.ts'

/** As many events are read in a moment. */
const few = 10_000
/** How much a log may grow while it is read: by an eighth, and by some millions however short it is. */
const growth = { share: 8, least: 4 * partitionWidth } as const

const standing = `select relkind, (select frontier from log_head) as frontier,
    exists (select 1 from pg_constraint where conrelid = pg_class.oid and conname ~ '^events_before_[0-9]+$') as confined
  from pg_class where oid = to_regclass('events')`

const endFor = (size: number) =>
  Math.ceil((size + size / growth.share + growth.least) / partitionWidth) * partitionWidth

/**
 * A table becomes the part of another at once, if the database knows that all its rows belong there. To know it the database
 * has to read a long log for minutes, which it does here, while older servers go on reading and writing; see the migration 0610. What was begun
 * by a server that died is gone on with. Takes no lock for longer than a moment, and throws 55P03 when it cannot have one.
 */
export async function confineEvents(client: Client): Promise<void> {
  const { rows } = await client.query(`select to_regclass('log_head') is not null as made`)
  if (!rows[0].made) return
  const [found] = (await client.query(standing)).rows
  if (found?.relkind !== 'r' || !found.frontier) return
  const { size } = decodeFrontier(found.frontier)
  if (size < few) return
  const end = endFor(size)
  if (!found.confined)
    await client.query(
      `alter table events add constraint events_before_${end} check (seq >= 0 and seq < ${end}) not valid`,
    )
  const { rows: constraints } = await client.query(
    `select conname from pg_constraint where conrelid = 'events'::regclass and conname ~ '^events_before_[0-9]+$'`,
  )
  for (const { conname } of constraints)
    await client.query(`alter table events validate constraint ${conname}`)
}
