import type { Client } from 'pg'

/**
 * The session, whose statements leave in one packet from here until the program waits for something: writing one by one costs more
 * than most of what is written.
 */
export function gathered<Session extends Client>(session: Session): Session {
  const { stream } = session.connection
  if (stream.writableCorked > 0) return session
  stream.cork()
  process.nextTick(() => stream.uncork())
  return session
}
