import type { Socket } from 'node:net'
import { listening } from './peer.ts'

/** What a stream says to each message, by its place; without an answer nobody takes the subject. */
export type NatsAnswers = {
  readonly login?: 'taken' | 'refused'
  message?(at: number): unknown
}

const info = { server_id: 'x', version: '2.9.10', proto: 1, headers: true, max_payload: 1_048_576 }
const head = /^(?:HPUB|PUB) \S+ (\S+) (?:\d+ )?(\d+)\r\n/

/** Something on loopback that speaks as much of NATS as a publisher hears. */
export function startNatsPeer({ login = 'taken', message }: NatsAnswers) {
  const pong = login === 'taken' ? 'PONG\r\n' : "-ERR 'Authorization Violation'\r\n"
  let published = 0

  function answer(socket: Socket, inbox: string): void {
    const text = message ? JSON.stringify(message(published++)) : ''
    if (message) socket.write(`MSG ${inbox} 1 ${text.length}\r\n${text}\r\n`)
    else socket.write(`HMSG ${inbox} 1 16 16\r\nNATS/1.0 503\r\n\r\n\r\n`)
  }

  function read(socket: Socket, text: string): string {
    const found = head.exec(text)
    if (found) {
      const end = found[0].length + Number(found[2]) + 2
      if (text.length < end) return text
      answer(socket, found[1] ?? '')
      return read(socket, text.slice(end))
    }
    const end = text.indexOf('\r\n')
    if (end < 0) return text
    if (text.startsWith('PING')) socket.write(pong)
    return read(socket, text.slice(end + 2))
  }

  return listening((socket) => {
    let waiting = ''
    socket.write(`INFO ${JSON.stringify(info)}\r\n`)
    socket.on('data', (bytes: Buffer) => {
      waiting = read(socket, waiting + bytes.toString('latin1'))
    })
  })
}
