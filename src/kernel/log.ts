import { pino } from 'pino'

/** The operator's log (not the event log): JSON lines on stderr, with everything secret cut out by name. */
export type Log = pino.Logger

const secretPaths = ['password', 'token', 'verifier', 'authorization', 'cookie', 'key'].flatMap(
  (name) => [name, `*.${name}`],
)

const framesOf = ({ stack = '' }: Error) =>
  stack.split('\n').filter((line) => line.startsWith('    at '))

/** Errors of parsers repeat what they could not read, which may be a secret: their message stays out. */
const messageOf = (error: Error) => (error instanceof SyntaxError ? {} : { message: error.message })

/** An error as it stands in the log: pino's own form would print the message with the stack, and nothing below `error`. */
function tell(error: unknown): unknown {
  if (!(error instanceof Error)) return { type: typeof error }
  const { code, errcode, kind } = error as { code?: unknown; errcode?: unknown; kind?: unknown }
  return {
    type: error.name,
    ...messageOf(error),
    kind,
    code,
    errcode,
    frames: framesOf(error),
    ...(error.cause === undefined ? {} : { cause: tell(error.cause) }),
  }
}

export const createLog = (level: string): Log =>
  pino(
    {
      level,
      base: null,
      redact: { paths: secretPaths, censor: '[redacted]' },
      serializers: { error: tell },
    },
    pino.destination(2),
  )
