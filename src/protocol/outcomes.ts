import type { Outcome } from '../vault/one-by-one.ts'
import { errorWord } from './error-body.ts'

/** How one of several things that were to be deleted fared; `ok` is the only code that SDKs know. */
type Fate = { readonly responseCode: string; readonly errorMessage: string }

const fateOf = ({ refusal }: Outcome<unknown>): Fate =>
  refusal
    ? { responseCode: errorWord(refusal), errorMessage: refusal.message }
    : { responseCode: 'ok', errorMessage: '' }

type RecordOutcome = Fate & { readonly recordUid: string }
type FolderOutcome = Fate & { readonly folderUid: string }

export const recordOutcome = (outcome: Outcome<unknown>): RecordOutcome => ({
  recordUid: outcome.uid,
  ...fateOf(outcome),
})

export const folderOutcome = (outcome: Outcome<unknown>): FolderOutcome => ({
  folderUid: outcome.uid,
  ...fateOf(outcome),
})

/** The answer to either deletion. Both lists are always there: Java reads both answers with one type. */
export const deletionAnswer = ({
  records = [],
  folders = [],
}: {
  readonly records?: readonly RecordOutcome[]
  readonly folders?: readonly FolderOutcome[]
}) => ({ records, folders })
