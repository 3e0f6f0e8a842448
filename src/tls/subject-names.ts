import { isIP, isIPv6 } from 'node:net'
import { domainToASCII } from 'node:url'
import type { JsonGeneralName } from '@peculiar/x509'
import { invalid } from '../kernel/errors.ts'

/** The host itself first, then what else the certificate answers to. */
export type SubjectNames = readonly [JsonGeneralName, ...JsonGeneralName[]]

/** A host name of RFC 1123 in its ASCII form: labels of 1–63, 253 in all, no wildcard, no port. */
const dnsName = /^(?=.{1,253}$)(?:(?!-)[a-z0-9_-]{1,63}(?<!-)(?:\.|$))+(?<!\.)$/

const loopbackNames: readonly JsonGeneralName[] = [
  { type: 'dns', value: 'localhost' },
  { type: 'ip', value: '127.0.0.1' },
  { type: 'ip', value: '::1' },
]

const isLoopback = ({ type, value }: JsonGeneralName) =>
  type === 'ip'
    ? value === '::1' || value.startsWith('127.')
    : value === 'localhost' || value.endsWith('.localhost')

function nameOf(hostname: string): JsonGeneralName | undefined {
  if (isIPv6(hostname)) return { type: 'ip', value: hostname.toLowerCase() }
  // domainToASCII reads as URLs are read: it would drop a tab or line break in the middle.
  const value = /\s/.test(hostname) ? '' : domainToASCII(hostname)
  if (isIP(value)) return { type: 'ip', value }
  return dnsName.test(value) ? { type: 'dns', value } : undefined
}

/**
 * The names a certificate for `hostname` answers to (subjectAltName, RFC 5280 §4.2.1.6): the DNS name in its ASCII form
 * or the IP address, and every loopback name when it is one of them. Throws `invalid` when it is neither.
 */
export function subjectNames(hostname: string): SubjectNames {
  const own = nameOf(hostname)
  if (!own) {
    throw invalid(
      `The hostname ${JSON.stringify(hostname)} is neither a DNS name nor an IP address. Give it without scheme and port, such as keepwatch.example.com.`,
    )
  }
  if (!isLoopback(own)) return [own]
  return [own, ...loopbackNames.filter(({ value }) => value !== own.value)]
}
