import { check, type Finding, ok, warning } from '../check.ts'

const manyUnsigned = 10_000

type Sizes = {
  readonly events: number
  readonly signed: number
  readonly anchored: number | undefined
}

/** What a log's length, its newest checkpoint and the anchor outside of it say together. */
function judgeLog({ events, signed, anchored }: Sizes): readonly Finding[] {
  if (anchored !== undefined && events < anchored)
    return [
      {
        state: 'unproven',
        says: `The database holds ${events} events, but ${anchored} were signed: it was rolled back.`,
        do: 'Restore the newest backup, or start once with --accept-rollback, on the record.',
      },
    ]
  if (anchored === undefined && signed > 0)
    return [
      warning(
        'There is no log-anchor in the data folder: a rollback of the database would not be noticed.',
        'The running server writes one; keep a copy of it elsewhere, or name a --witness.',
      ),
    ]
  if (events - signed > manyUnsigned)
    return [
      warning(
        `${events - signed} events are not covered by a checkpoint.`,
        'Is a server running? Its own log says why it does not sign.',
      ),
    ]
  return [ok(`${events} events, of which ${signed} are signed.`)]
}

export const signedLog = check('log', async ({ store, anchored }) => {
  const facts = await store().catch(() => undefined)
  if (!facts || facts.missing.length > 0) return []
  return judgeLog({ ...facts, anchored: await anchored() })
})
