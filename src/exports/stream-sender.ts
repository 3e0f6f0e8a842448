import type { Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { openSocket, type SocketPlace } from '../outbound/socket-line.ts'
import { type SpareMemory, spareMemory } from '../outbound/spare-memory.ts'
import { resendWindow } from './resend-window.ts'
import type { Sender, Tools, Unit } from './target.ts'
import { again, done } from './verdict.ts'

/** A receiver that refuses us over TLS 1.3 says so only after the connection seems made. */
const settleMs = 250

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
  /** The texts as they go over the wire, in memory that is given back once nobody needs to send them again. */
  frame(units: readonly Unit[], memory: SpareMemory): Uint8Array
}

/**
 * A sender for protocols in which nobody says what arrived: an event counts as sent when this machine's network has it, and what
 * was sent last goes out again on every new connection. Best effort: it may duplicate, and may lose what a receiver that dies
 * had not kept.
 */
export function streamSender({ place, tools, frame }: Stream): Sender {
  const memory = spareMemory()
  const window = resendWindow(() => performance.now(), memory.giveBack)
  let line: Awaited<ReturnType<typeof watched>> | undefined

  async function connected(signal: AbortSignal) {
    if (line && !line.isLost()) return line
    line = await watched(place, tools, signal)
    const { socket, trouble } = line
    socket.once('close', () => window.lost(trouble() === undefined ? 'closed' : 'broken'))
    for (const bytes of window.take()) await written(socket, bytes)
    return line
  }

  return {
    async send(units, signal) {
      const isNew = !line || line.isLost()
      const { socket, isLost, trouble } = await connected(signal)
      const bytes = frame(units, memory)
      await written(socket, bytes)
      if (isNew) await setTimeout(settleMs)
      if (isLost()) return again(trouble() ?? 'the receiver closed the connection')
      window.add(bytes)
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
    },
  }
}
