import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'

/** A mail as it came: its envelope and its source. */
export type Mail = {
  readonly to: readonly string[]
  readonly from: string
  readonly source: string
}

/** A real SMTP server on loopback that keeps what it gets. */
export type Mailbox = {
  readonly url: string
  readonly mails: readonly Mail[]
  /** From now on every recipient is refused with that code, or none. */
  refuseWith(code: number | undefined): void
  stop(): Promise<void>
}

export async function openMailbox(): Promise<Mailbox> {
  const mails: Mail[] = []
  let refusal: number | undefined
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo(_, __, done) {
      if (refusal === undefined) return done()
      done(Object.assign(new Error('no such mailbox'), { responseCode: refusal }))
    },
    onData(stream, { envelope }, done) {
      const from = envelope.mailFrom ? envelope.mailFrom.address : ''
      const to = envelope.rcptTo.map(({ address }) => address)
      void text(stream).then((source) => {
        mails.push({ from, to, source })
        done()
      })
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    refuseWith(code) {
      refusal = code
    },
    stop: () => new Promise((resolve) => server.close(resolve)),
  }
}
