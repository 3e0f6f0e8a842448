const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/**
 * Whether the server may send something there: `https:`, or `http:` on this machine, without a password in it. A query
 * or a fragment would stand in the way of a path that is appended.
 */
export function isOutboundUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, username, password, search, hash } = new URL(text)
  if (username || password || search || hash) return false
  return protocol === 'https:' || (protocol === 'http:' && loopback.test(hostname))
}
