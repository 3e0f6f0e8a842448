import { check, ok, warning, wrong } from '../check.ts'

/** Addresses of strangers: who trusts these trusts everybody. */
const strangers = [
  ['8.8.8.8', 'ipv4'],
  ['2001:4860:4860::8888', 'ipv6'],
] as const

export const proxies = check('proxies', async ({ settings: { tls, trustedProxies } }) => {
  if (strangers.some(([address, family]) => trustedProxies.check(address, family)))
    return [
      wrong(
        'Everybody is trusted to say from where a request comes: address locks hold nobody.',
        'Name in --trusted-proxies only the networks of your own proxies.',
      ),
    ]
  if (tls === 'off' && trustedProxies.rules.length === 0)
    return [
      warning(
        'TLS is off, and no proxy is trusted: every device seems to come from the proxy.',
        'Name its network with --trusted-proxies.',
      ),
    ]
  return [
    ok(
      trustedProxies.rules.length === 0
        ? 'No proxy is trusted: addresses are those of connections.'
        : `Proxies in ${trustedProxies.rules.length} networks are trusted.`,
    ),
  ]
})
