/** Where a ClickHouse is, and who we are there. */
export type Place = {
  /** Without user, password and database. */
  readonly url: string
  readonly database: string
  readonly username: string
  readonly password: string
}

const identifier = /^[A-Za-z_]\w{0,63}$/
const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/
/** What an address says that may travel unencrypted to another machine. */
const unencrypted = '?ignoreTLS=true'

/**
 * Reads `https://USER:PASSWORD@HOST:PORT/DATABASE`, or gives undefined. `http:` only on this machine, or where the address says
 * `?ignoreTLS=true`.
 */
export function placeOf(text: string): Place | undefined {
  if (!URL.canParse(text)) return undefined
  const { protocol, hostname, origin, pathname, username, password, search, hash } = new URL(text)
  const database = pathname.slice(1) || 'default'
  const mayBePlain = loopback.test(hostname) || search === unencrypted
  if (protocol !== 'https:' && !(protocol === 'http:' && mayBePlain)) return undefined
  if (!identifier.test(database) || hash || !['', unencrypted].includes(search)) return undefined
  return {
    url: origin,
    database,
    username: decodeURIComponent(username) || 'default',
    password: decodeURIComponent(password),
  }
}
