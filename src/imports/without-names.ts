import { isIP, isIPv6 } from 'node:net'

const mail = /[^\s@<>"'`(),;:=/\\[\]{}]+@[^\s@<>"'`(),;:=/\\[\]{}]+\.[a-z]{2,}/gi
/** Not the version in `Chrome/120.0.0.0`. */
const ipv4 = /(?<![\w.-]|\w\/)(?:\d{1,3}\.){3}\d{1,3}(?![\w.])/g
const ipv6 = /(?<![\w:.])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![\w:])/gi

/** Shorter names would be found in the middle of everything. */
const shortestName = 3

const address = (found: string) => (isIP(found) ? '(address)' : found)
const longAddress = (found: string) => (isIPv6(found) ? '(address)' : found)

/** Whole words only: `ann` is not in `annual`. */
function withoutName(text: string, name: string, label: string): string {
  if (name.length < shortestName || !text.includes(name)) return text
  return text.replaceAll(
    new RegExp(`(?<![\\w@.-])${RegExp.escape(name)}(?![\\w@-])`, 'g'),
    `(${label})`,
  )
}

/**
 * A text without the people and addresses in it. What a leaf holds cannot be erased (docs/decisions/0007), so they stand
 * in the fields that hold commitments, and nowhere else. `names` are those of this event, by field.
 */
export function withoutNames(text: string, names: ReadonlyMap<string, string>): string {
  let left = text
  for (const [field, name] of names) left = withoutName(left, name, field)
  if (left.includes('@')) left = left.replaceAll(mail, '(email)')
  if (/\d\.\d/.test(left)) left = left.replaceAll(ipv4, address)
  return left.includes(':') ? left.replaceAll(ipv6, longAddress) : left
}
