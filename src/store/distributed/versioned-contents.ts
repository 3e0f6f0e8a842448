import type { Sql } from '../sql.ts'
import { contentsMemory } from '../state/contents-memory.ts'
import type { KeptContents, SharedContents } from '../state/shared-contents.ts'
import type { Ground } from '../state.ts'

/** All that tells one state of all contents from every other one: `migrations/0630-contents-versions.ts` renews a part of it with each change. */
const versionText = `select string_agg(version::text, '' order by stripe) as version from contents_versions`

/** The version of all contents, in the snapshot of whoever looks. */
export const versionOf = async (sql: Sql): Promise<string> =>
  (await sql.get<{ version: string }>(versionText))?.version ?? ''

/** What the shares of applications held, and by which version of the contents. */
export function versionedContents() {
  const { find, keep } = contentsMemory()
  const versions = new WeakMap<SharedContents, string>()
  return {
    find(appUid: string, version: string): SharedContents | undefined {
      const contents = find(appUid)
      return contents && versions.get(contents) === version ? contents : undefined
    },
    keep(appUid: string, contents: SharedContents, version: string) {
      versions.set(contents, version)
      keep(appUid, contents)
    },
  }
}

export type VersionedContents = ReturnType<typeof versionedContents>

/**
 * What is kept, as the snapshot of one unit may use it: a unit sees the version as it sees the contents, and nobody ever sees that version with other
 * contents. What a unit has read is kept once it has committed, because what it changed itself may still vanish, its version too.
 */
export function contentsOfUnit(
  { look, afterCommit }: Pick<Ground, 'afterCommit'> & { look(): Promise<string> },
  kept: VersionedContents,
): KeptContents {
  let seen = ''
  return {
    async find(appUid) {
      seen = await look()
      return kept.find(appUid, seen)
    },
    keep(appUid, contents) {
      const version = seen
      afterCommit(() => kept.keep(appUid, contents, version))
    },
  }
}
