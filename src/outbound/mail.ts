import { Failure } from '../kernel/errors.ts'
import { answerLine, type ChannelTools, type Outcome } from './channel.ts'

/** What is sent by mail. Every word of `html` must be escaped, and nothing in it be loaded from anywhere. */
export type MailMessage = {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  /** The same for every attempt: it becomes the Message-ID. */
  readonly message_uid: string
  readonly headers: Readonly<Record<string, string>>
  readonly file?: {
    readonly name: string
    readonly mediaType: string
    readonly bytes: Uint8Array
  }
}

const codeIn = (response: string) => Number(/^\d{3}/.exec(response)?.[0] ?? 0)

const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/** The line to the operator's server: encrypted, but on this machine or where the address says `ignoreTLS=true`. */
const lineTo = (url: string) => ({
  url,
  requireTLS: !loopback.test(new URL(url).hostname) && !/[?&]ignoreTLS=true/.test(url),
  disableFileAccess: true,
  disableUrlAccess: true,
  connectionTimeout: 15_000,
  socketTimeout: 25_000,
})

const attached = ({ file }: MailMessage) =>
  file && {
    attachments: [
      { filename: file.name, contentType: file.mediaType, content: Buffer.from(file.bytes) },
    ],
  }

/**
 * Sends by the operator's mail server (KEEPWATCH_SMTP_URL).
 *
 * @throws `conflict` when there is none.
 */
export async function sendMail(mail: ChannelTools['mail'], message: MailMessage): Promise<Outcome> {
  if (!mail)
    throw new Failure(
      'conflict',
      'no mail server is set up: the operator names it with KEEPWATCH_SMTP_URL',
    )
  const { createTransport } = await import('nodemailer')
  const transport = createTransport(lineTo(mail.url))
  const { to, subject, text, html, message_uid, headers } = message
  try {
    const { response } = await transport.sendMail({
      from: { name: 'Keepwatch', address: mail.from },
      to: { name: '', address: to },
      subject,
      textEncoding: 'quoted-printable',
      text,
      html,
      messageId: `<${message_uid}@${mail.from.split('@').at(-1)}>`,
      headers: { 'Auto-Submitted': 'auto-generated', ...headers },
      ...attached(message),
    })
    return { kind: 'taken', status: codeIn(response), answer: answerLine(response) }
  } catch (error) {
    const { response = '', message: reason } = error as { response?: string; message: string }
    const status = codeIn(response)
    return { kind: 'again', ...(status > 0 && { status }), answer: answerLine(response || reason) }
  } finally {
    transport.close()
  }
}
