import { Failure } from '../../kernel/errors.ts'

const busy = (sentence: string, cause: unknown) => new Failure('busy', sentence, { cause })

/** Codes of ClickHouse (ErrorCodes.cpp) that a person must do something about, and what. */
const remedies: Readonly<Record<string, string>> = {
  '81': 'the database is not there: make it, or name another one in --analytics-url',
  '192': 'the user is not known there: name another one in --analytics-url',
  '193': 'the password is wrong: mend --analytics-url',
  '194': 'a password is needed: name it in --analytics-url',
  '516': 'user or password are wrong: mend --analytics-url',
  '164': 'the user may only read there: give it the rights that the guide to ClickHouse lists',
  '497': 'the user may not do that there: give it the rights that the guide to ClickHouse lists',
  '243': 'the disk is full there: make room',
  '225': 'its cluster has no ZooKeeper or Keeper: name one in the configuration of each server',
  '242': 'its server cannot reach ZooKeeper or Keeper: look after that',
  '999': 'its server cannot talk to ZooKeeper or Keeper: look after that',
  '279': 'no server of one of its shards can be reached: look after them',
  '285': 'fewer than two replicas of a shard are there: start those that are away',
  '286': 'a replica has not confirmed the last rows: start those that are away',
  '319': 'a replica has not confirmed rows in time: start those that are away',
  '289':
    'the replica that was asked has not got what others have: start those, or wait until it has',
}

const meanwhile = 'Everything but reports goes on, and they come back by themselves.'

/** The number of an error of ClickHouse, or the name of one of Node; empty without one. */
export const codeOf = ({ message, code }: { message: string; code?: unknown }) =>
  String(code ?? /Code: (\d+)/.exec(message)?.[1] ?? '')

/** Errors of Node and of OpenSSL say in words that nobody could be talked to; those of ClickHouse have numbers. */
const isAway = (code: string, message: string) =>
  code === '' ? /timeout|socket|hang up/i.test(message) : /^[A-Z_]+$/.test(code)

/** What to tell of an error of the client: `busy` with what to do, or the error itself when it is about the statement. */
export function troubleOf(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const code = codeOf(error)
  const remedy = remedies[code]
  if (remedy) return busy(`Reports are answered by ClickHouse, and ${remedy}. ${meanwhile}`, error)
  if (!isAway(code, error.message)) return error
  return busy(
    `Reports are answered by ClickHouse, which cannot be reached (${code || error.message}): look after the server that --analytics-url names. ${meanwhile}`,
    error,
  )
}
