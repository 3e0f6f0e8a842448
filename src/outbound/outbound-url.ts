const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/**
 * Whether the server may post something there: `https:`, or `http:` on this machine, without a password in it. A query is
 * part of many addresses that receivers hand out.
 */
export function isWebhookUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, username, password, hash } = new URL(text)
  if (username || password || hash) return false
  return protocol === 'https:' || (protocol === 'http:' && loopback.test(hostname))
}

/** The same for an address that a path is appended to, where a query would stand in the way. */
export const isOutboundUrl = (text: string): boolean => isWebhookUrl(text) && !new URL(text).search

/** The same with an account and its password in it, as an operator writes it where nobody else reads it. */
export function isServiceUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  const { username, password } = url
  url.username = ''
  url.password = ''
  return username !== '' && password !== '' && isOutboundUrl(url.href)
}
