import { lookup } from 'node:dns/promises'
import type { IncomingMessage } from 'node:http'
import { request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'
import { isIP } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { type Finding, ok, warning, wrong } from './check.ts'
import type { Found } from './examine.ts'

/** A server as those see it who come by the network. */

const patienceMs = 10_000
const mostSkewMs = 2_000
const dayMs = 86_400_000
const soonDays = 14

export type Asked = {
  readonly url: URL
  /** The authority to believe instead of the system's, as PEM. */
  readonly ca?: string | undefined
  now(): Date
}

type Answer = {
  readonly status: number
  readonly date: Date | undefined
  readonly expires: Date | undefined
}

const expiryOf = ({ socket }: IncomingMessage) => {
  const { valid_to } = (socket as Partial<TLSSocket>).getPeerCertificate?.() ?? {}
  return valid_to ? new Date(valid_to) : undefined
}

function ask({ url, ca }: Asked, path: string): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const target = new URL(path, url)
  const signal = AbortSignal.timeout(patienceMs)
  const asked =
    url.protocol === 'https:'
      ? overHttps(target, { signal, agent: false, ...(ca && { ca }) })
      : overHttp(target, { signal, agent: false })
  asked.once('error', reject)
  asked.once('response', (answer) => {
    const { date } = answer.headers
    const facts = { date: date ? new Date(date) : undefined, expires: expiryOf(answer) }
    resolve({ status: answer.statusCode ?? 0, ...facts })
    answer.resume()
  })
  asked.end()
  return promise
}

async function name({ url }: Asked): Promise<readonly Finding[]> {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  if (isIP(host)) return [ok(`${host} is an address.`)]
  const found = await lookup(host).catch(() => undefined)
  if (found) return [ok(`${host} is ${found.address}.`)]
  return [
    wrong(`The name ${host} has no address here.`, 'Enter it into the DNS, or correct the URL.'),
  ]
}

const isTrust = ({ code = '' }: { readonly code?: string }) =>
  /CERT|SIGN|ALTNAME|ISSUER|_CA$|TRUST/.test(code)

const refused = (error: NodeJS.ErrnoException, url: URL): Finding =>
  isTrust(error)
    ? wrong(
        `The certificate of ${url.host} is not believed: ${error.message}.`,
        'Name its authority with --ca, or give the server a certificate for that name.',
      )
    : wrong(
        `Nobody answers at ${url.origin}: ${error.message || error.code}.`,
        'Is the server running, and does the way to it lead there?',
      )

function judgeAnswer({ status, date, expires }: Answer, now: Date): readonly Finding[] {
  const found: Finding[] = []
  if (status !== 200)
    found.push(
      wrong(
        `The server answers, but is not ready (${status}).`,
        'Its own log says what it waits for; most often that is the database.',
      ),
    )
  const skew = date ? now.getTime() - date.getTime() : 0
  // The header has whole seconds.
  if (Math.abs(skew) > mostSkewMs + 1_000)
    found.push(
      wrong(
        `The server’s clock and this one are ${Math.round(Math.abs(skew) / 1000)} s apart.`,
        'Let both follow NTP.',
      ),
    )
  const days = expires ? Math.floor((expires.getTime() - now.getTime()) / dayMs) : soonDays
  if (days < soonDays)
    found.push(warning(`The certificate of the server expires in ${days} days.`, 'Renew it.'))
  return found.length > 0 ? found : [ok('The server is ready, and its certificate is believed.')]
}

async function server(asked: Asked): Promise<readonly Finding[]> {
  try {
    return judgeAnswer(await ask(asked, '/readyz'), asked.now())
  } catch (error) {
    return [refused(error as NodeJS.ErrnoException, asked.url)]
  }
}

/** Looks at a server from outside: its name, its certificate, whether it is ready, its clock. */
export async function examineUrl(asked: Asked): Promise<readonly Found[]> {
  const named = await name(asked)
  const served = named.some(({ state }) => state === 'wrong') ? [] : await server(asked)
  const as = (check: string) => (finding: Finding) => ({ check, ...finding })
  return [...named.map(as('hostname')), ...served.map(as('server'))]
}
