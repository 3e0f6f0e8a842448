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
}

const meanwhile = 'Everything but reports goes on, and they come back by themselves.'

const codeOf = ({ message, code }: { message: string; code?: unknown }) =>
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
