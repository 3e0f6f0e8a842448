import { setTimeout } from 'node:timers/promises'
import type { Reach } from '../outbound/reach.ts'
import { openSocket, type SocketPlace } from '../outbound/socket-line.ts'
import { nextTransaction, type RelpFrame, relpReader, writeRelpFrame } from './relp-frame.ts'

/** How long a receiver may take to answer everything that it was asked at once. */
const patienceMs = 30_000
const farewellMs = 2_000

type Answered = (at: number, answer: string) => void

/** A RELP session: every message is answered when the receiver has taken it over. */
export type RelpSession = {
  isOver(): boolean
  /**
   * Sends messages; `answered` hears of each, by its place, what the receiver says: `200 OK`, or why not. Resolves when all are
   * answered, throws when the session ends before, or when the signal aborts. One call at a time.
   */
  send(texts: readonly string[], answered: Answered, signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

/** An answer begins with its code. */
export const isTaken = (answer: string): boolean => answer.startsWith('200')

/** Asks, and finds who asked when an answer comes. */
function conversation(write: (text: string) => void) {
  const waiting = new Map<number, (answer: string) => void>()
  let transaction = 0
  let fail: (error: Error) => void = () => {}
  let over: Error | undefined

  function ask(command: string, texts: readonly string[], answered: Answered): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    if (over) return Promise.reject(over)
    fail = reject
    let frames = ''
    for (const [at, data] of texts.entries()) {
      transaction = nextTransaction(transaction)
      frames += writeRelpFrame({ transaction, command, data })
      waiting.set(transaction, (answer) => {
        answered(at, answer)
        if (waiting.size === 0) resolve()
      })
    }
    write(frames)
    return promise
  }

  return {
    ask,
    isOver: () => over !== undefined,
    hear({ transaction: number, data }: RelpFrame) {
      const heard = waiting.get(number)
      waiting.delete(number)
      heard?.(data)
    },
    end(error: Error) {
      over ??= error
      waiting.clear()
      fail(over)
    },
  }
}

/** The connection below a session. */
async function connected(place: SocketPlace, reach: Reach, signal: AbortSignal) {
  const socket = await openSocket(place, reach, signal)
  const talk = conversation((text) => socket.write(text))
  const read = relpReader()

  function end(error: Error) {
    talk.end(error)
    socket.destroy()
  }

  function take(frame: RelpFrame) {
    if (frame.command === 'rsp') talk.hear(frame)
    if (frame.command === 'serverclose') end(new Error('the receiver is going away'))
  }

  socket.on('error', end)
  socket.on('end', () => end(new Error('the receiver closed the connection')))
  socket.on('close', () => end(new Error('the connection was closed')))
  socket.on('data', (bytes: Buffer) => {
    try {
      for (const frame of read(bytes)) take(frame)
    } catch (error) {
      end(error as Error)
    }
  })
  return { ...talk, end }
}

/** Opens one (`open`, and what the receiver offers). Throws what kept it away; `denied` for a forbidden address. */
export async function openRelp(
  place: SocketPlace,
  reach: Reach,
  signal: AbortSignal,
): Promise<RelpSession> {
  const { ask, end, isOver } = await connected(place, reach, signal)

  /** Ends the session when the answers take too long, or nobody waits for them any more. */
  function inTime(work: Promise<void>, waiting: AbortSignal): Promise<void> {
    const patience = AbortSignal.any([waiting, AbortSignal.timeout(patienceMs)])
    const giveUp = () => end(new Error('the receiver did not answer in time'))
    patience.addEventListener('abort', giveUp, { once: true })
    return work.finally(() => patience.removeEventListener('abort', giveUp))
  }

  let offer = ''
  const ours = 'relp_version=0\nrelp_software=keepwatch\ncommands=syslog'
  await inTime(
    ask('open', [ours], (_, answer) => {
      offer = answer
    }),
    signal,
  )
  if (!isTaken(offer)) {
    const refusal = new Error(`the receiver refused the session: ${offer.split('\n')[0]}`)
    end(refusal)
    throw refusal
  }

  return {
    isOver,
    send: (texts, answered, waiting) => inTime(ask('syslog', texts, answered), waiting),
    async close() {
      const over = ask('close', [''], () => {}).catch(() => undefined)
      await Promise.race([over, setTimeout(farewellMs)])
      end(new Error('the session is closed'))
    },
  }
}
