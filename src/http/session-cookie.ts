import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { denied } from '../kernel/errors.ts'
import type { Request } from './env.ts'

/** With this prefix browsers take the cookie from this very host only, over TLS, for every path (RFC 6265bis, 4.1.3.2). */
const name = '__Host-keepwatch'
const attributes = { path: '/', secure: true, httpOnly: true, sameSite: 'Strict' } as const

type Cookies = Pick<Request, 'req' | 'header'>

/** Lets the browser keep a session: no script can read it, no other site can send it. */
export function keepSessionCookie(c: Cookies, token: string, expires_at: number): void {
  setCookie(c as Request, name, token, { ...attributes, expires: new Date(expires_at) })
}

export function dropSessionCookie(c: Cookies): void {
  deleteCookie(c as Request, name, attributes)
}

export const sessionCookie = (c: Pick<Request, 'req'>): string | undefined =>
  getCookie(c as Request, name)

/** Whether the request was made by a page of this very origin. Browsers say so themselves, and scripts cannot say it for them. */
function isOfOwnOrigin({ req }: Pick<Request, 'req'>): boolean {
  const site = req.header('sec-fetch-site')
  if (site !== undefined)
    return site === 'same-origin' || (site === 'none' && isReading(req.method))
  const origin = req.header('origin')
  if (origin === undefined) return isReading(req.method)
  return URL.canParse(origin) && new URL(origin).host === req.header('host')
}

const isReading = (method: string) => method === 'GET' || method === 'HEAD'

/**
 * Cookies come with every request to this host, whoever made it, so one that counts must come from our own page: SameSite
 * alone would let in other ports and neighbours of the same domain. What changes something needs a header that says so.
 *
 * @throws `denied`
 */
export function requireOwnOrigin(c: Pick<Request, 'req'>): void {
  if (isOfOwnOrigin(c)) return
  throw denied('this request did not come from the console of this server: reload the console')
}
