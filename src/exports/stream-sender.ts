import type { Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { openSocket, type SocketPlace } from '../outbound/socket-line.ts'
import type { Sender, Tools, Unit } from './target.ts'
import { again, done } from './verdict.ts'

/** A receiver that refuses us over TLS 1.3 says so only after the connection seems made. */
const settleMs = 250
/** What a receiver may have had in its buffers when it died: sent again on the next connection. */
const windowEvents = 5_000
const windowMs = 10_000

type Kept = { readonly frame: Uint8Array; readonly at: number }

/** The last frames that were sent. */
function resendWindow(now: () => number) {
  let kept: Kept[] = []
  return {
    frames: () => {
      const oldest = now() - windowMs
      return kept.filter(({ at }) => at >= oldest).map(({ frame }) => frame)
    },
    add(frames: readonly Uint8Array[]) {
      const at = now()
      kept = [...kept, ...frames.map((frame) => ({ frame, at }))].slice(-windowEvents)
    },
    forget: () => {
      kept = []
    },
  }
}

const written = (socket: Socket, bytes: Uint8Array) =>
  new Promise<void>((resolve, reject) => {
    const lost = () => reject(new Error('the connection was closed'))
    socket.once('close', lost)
    socket.write(bytes, (error) => {
      socket.off('close', lost)
      if (error) reject(error)
      else resolve()
    })
  })

/** A connection whose end is noticed, with why. */
async function watched(place: SocketPlace, { reach }: Tools, signal: AbortSignal) {
  const socket = await openSocket(place, reach, signal)
  let trouble: Error | undefined
  socket.on('error', (error) => {
    trouble = error
  })
  // Read, or nobody hears that the other side has closed.
  socket.resume()
  socket.once('end', () => socket.destroy())
  return { socket, isLost: () => socket.destroyed, trouble: () => trouble?.message }
}

export type Stream = {
  readonly place: SocketPlace
  readonly tools: Tools
  frame(unit: Unit): Uint8Array
}

/**
 * A sender for protocols in which nobody says what arrived: an event counts as sent when this machine's network has it, and what
 * was sent last goes out again on every new connection. Best effort: it may duplicate, and may lose what a receiver that dies
 * had not kept.
 */
export function streamSender({ place, tools, frame }: Stream): Sender {
  const window = resendWindow(() => performance.now())
  let line: Awaited<ReturnType<typeof watched>> | undefined

  async function connected(signal: AbortSignal) {
    if (line && !line.isLost()) return line
    line = await watched(place, tools, signal)
    const lost = window.frames()
    if (lost.length > 0) await written(line.socket, Buffer.concat(lost))
    return line
  }

  return {
    async send(units, signal) {
      const isNew = !line || line.isLost()
      const { socket, isLost, trouble } = await connected(signal)
      const frames = units.map(frame)
      await written(socket, Buffer.concat(frames))
      if (isNew) await setTimeout(settleMs)
      if (isLost()) return again(trouble() ?? 'the receiver closed the connection')
      window.add(frames)
      return done
    },
    /** The end is waited for, so that what is on its way arrives. */
    async close() {
      if (!line || line.isLost()) return
      const { socket } = line
      const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
      socket.end()
      await Promise.race([closed, setTimeout(2_000)])
      socket.destroy()
      window.forget()
    },
  }
}
