import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openEmbeddedStore } from '../../../src/store/embedded/embedded-store.ts'
import { noteVerifier } from '../../../src/tlog/note-key.ts'
import type { Damage } from '../../../src/verify/damage.ts'
import { openDataFolder } from '../../../src/verify/data-folder.ts'
import { verifyLog } from '../../../src/verify/verify-log.ts'
import { readEvents } from '../../support/read-events.ts'
import type { History } from './device-load.ts'

/** What a data folder holds once the server is gone, held against what its clients know. */
export type Inspection = {
  /** Served to a client, and no event of it. */
  readonly lost: readonly string[]
  /** Requests with more than one event. */
  readonly doubled: readonly string[]
  /** Sequence numbers that are not where they should be. */
  readonly gaps: readonly number[]
  /** What `keepwatch verify` would say, with the checkpoint outside the database as anchor. */
  readonly damages: readonly Damage[]
}

async function damagesOf(folder: string): Promise<readonly Damage[]> {
  const vkey = (await readFile(join(folder, 'log-vkey'), 'utf8')).trim()
  const text = await readFile(join(folder, 'log-anchor'), 'utf8')
  const source = openDataFolder(folder)
  try {
    const checkpoints = [{ text, from: 'log-anchor' }]
    return (await verifyLog({ source, verifiers: [noteVerifier(vkey)], checkpoints })).damages
  } finally {
    source.close()
  }
}

/** Opens the folder as a restart would, and looks. Throws when it does not open. */
export async function inspect(folder: string, { served }: History): Promise<Inspection> {
  await (await openEmbeddedStore({ folder })).close()
  const events = await readEvents(folder)
  const accesses = events.filter(({ audit_event }) => audit_event === 'app_client_access')
  const versions = accesses.map((event) => String(event.client_version))
  const known = new Set(versions)
  const bound = new Set(['ms17.5.0'])
  return {
    lost: served.filter((version) => !known.has(version)),
    doubled: versions.filter(
      (version, at) => !bound.has(version) && versions.indexOf(version) < at,
    ),
    gaps: events.flatMap(({ seq }, at) => (seq === at ? [] : [seq])),
    damages: await damagesOf(folder),
  }
}

/** Nothing lost, nothing twice, no gap, no damage. */
export const clean: Inspection = { lost: [], doubled: [], gaps: [], damages: [] }
