import { DatabaseError } from 'pg'
import { Failure, invalid } from '../../kernel/errors.ts'
import { movedSentence } from '../moving/side.ts'

/** PostgreSQL's five characters (https://www.postgresql.org/docs/current/errcodes-appendix.html), or a name of Node's. */
const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : ''

const says = (error: unknown, pattern: RegExp) =>
  error instanceof Error && codeOf(error) === '' && pattern.test(error.message)

/** A prepared statement gives a whole row of a table that has another column since. Prepared anew it succeeds. */
export const isStalePlan = (error: unknown): boolean =>
  codeOf(error) === '0A000' && error instanceof Error && error.message.startsWith('cached plan')

/**
 * Two units were in each other's way: serialization failure, deadlock, and a key that was free when the unit looked and
 * was taken when it wrote. Each of the two alone would have succeeded, or would have seen why not. Or a newer server has changed a
 * table under the unit.
 */
export const isConflict = (error: unknown): boolean =>
  ['40001', '40P01', '23505'].includes(codeOf(error)) || isStalePlan(error)

/**
 * The session has ended or could not be had; also the database's word that a unit was left lying. A unit that had not asked for its
 * commit has done nothing then.
 */
export const isDisconnect = (error: unknown): boolean =>
  /^(08...|57P..|25P03|E[A-Z]{3,})$/.test(codeOf(error)) ||
  says(error, /^Connection terminated|not queryable$/)

/** Too many sessions, no memory, a full disk. */
const isExhausted = (error: unknown) => /^53...$/.test(codeOf(error))

/** A lock that somebody else has, and that was not to be waited for, or not for that long. */
export const isLocked = (error: unknown): boolean => codeOf(error) === '55P03'

/** What took longer than the operator allows: the database has stopped it, and undone the unit that it was of. */
function whatTookTooLong(error: unknown): string | undefined {
  if (codeOf(error) === '57014') return 'the database took too long and was stopped'
  if (isLocked(error)) return 'another change was in the way for too long'
  if (says(error, /^timeout (exceeded|expired)/))
    return 'no connection to the database was free in time'
  return undefined
}

const unwritableText = ['22021', '22P05']

/** What a person is told of it, where it is not one of ours already. */
export function asFailure(error: unknown): unknown {
  if (error instanceof Failure) return error
  if (unwritableText.includes(codeOf(error)))
    return invalid('a text holds a character that cannot be kept: leave out NUL', { cause: error })
  if (error instanceof Error && error.message.includes(movedSentence))
    return new Failure('conflict', movedSentence, { cause: error })
  const late = whatTookTooLong(error)
  if (late)
    return new Failure('busy', `${late}: nothing was changed, try again in a moment`, {
      cause: error,
    })
  if (isConflict(error) || isDisconnect(error) || isExhausted(error))
    return new Failure('busy', 'the store could not be written', { cause: error })
  return error
}

/** After the first error PostgreSQL refuses every statement of a transaction: the first one is the reason. */
export const firstReason = (error: unknown, first: unknown): unknown =>
  error instanceof DatabaseError && first !== undefined ? first : error
