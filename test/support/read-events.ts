import { join } from 'node:path'
import { loadCatalog } from '../../src/events/catalog.ts'
import { type ShownEvent, showEvents } from '../../src/events/shown-event.ts'
import { openForReading, sqliteSql } from '../../src/store/embedded/connection.ts'
import { personalCache } from '../../src/store/state/personal.ts'
import { state } from '../../src/store/state.ts'
import type { LogEntry } from '../../src/store/store.ts'

/** Everything that a data folder's log holds, oldest first, read beside the server that is writing it. */
export async function readEvents(folder: string): Promise<readonly ShownEvent[]> {
  const connection = openForReading(join(folder, 'keepwatch.db'))
  try {
    const sql = sqliteSql(connection)
    const entries = await sql.all<LogEntry>('select seq, body from events order by seq')
    const committed = state({ sql, personalCache: personalCache(), afterCommit: (run) => run() })
    return await showEvents({ read: (work) => work(committed) }, await loadCatalog(), entries)
  } finally {
    connection.database.close()
  }
}
