import type { Ground } from '../state.ts'

const mostKnown = 10_000

/** Which secret versions left in one answer: `record uid:revision`, sorted, kept once per distinct list. */
export const servedSets = ({ sql, knownSets, afterCommit }: Ground) => ({
  /** A device that polls reads the same list again and again: what is known to be kept is not written again. */
  async add(hash: string, list: readonly string[]): Promise<void> {
    if (knownSets?.has(hash)) return
    await sql.run(
      'insert into served_sets (hash, list) values ($1, $2) on conflict (hash) do nothing',
      hash,
      JSON.stringify(list),
    )
    if (!knownSets) return
    afterCommit(() => {
      if (knownSets.size >= mostKnown) knownSets.clear()
      knownSets.add(hash)
    })
  },
  async find(hash: string): Promise<readonly string[] | undefined> {
    const row = await sql.get<{ list: string }>(
      'select list from served_sets where hash = $1',
      hash,
    )
    return row && (JSON.parse(row.list) as string[])
  },
})
