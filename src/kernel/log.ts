import { pino } from 'pino'

/** The operator's log (not the event log): JSON lines on stderr, with everything secret cut out by name. */
export type Log = pino.Logger

const secretPaths = ['password', 'token', 'verifier', 'authorization', 'cookie', 'key'].flatMap(
  (name) => [name, `*.${name}`],
)

export const createLog = (level: string): Log =>
  pino(
    {
      level,
      base: null,
      redact: { paths: secretPaths, censor: '[redacted]' },
      serializers: { error: pino.stdSerializers.err },
    },
    pino.destination(2),
  )
