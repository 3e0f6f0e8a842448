/** Letters that the vendor's clients put before their version (`ms17.5.0`). */
const clients: ReadonlyMap<string, string> = new Map([
  ['ms', 'JavaScript SDK'],
  ['mp', 'Python SDK'],
  ['mj', 'Java SDK'],
  ['mn', '.NET SDK'],
  ['mg', 'Go SDK'],
  ['mr', 'Rust SDK'],
  ['mb', 'Ruby SDK'],
  ['c', 'Commander'],
])

/** What a client's version says about it. A client that nobody knows is its own type. */
export type ClientVersion = {
  readonly version_id: string
  readonly type_name: string
  readonly version: string
  readonly type_category: string
}

/** The number in a client's version (`17.5.0` of `ms17.5.0`); empty for a client that nobody knows. */
export const versionNumber = (sent: string): string => describeClient(sent.toLowerCase()).version

export function describeClient(text: string): ClientVersion {
  const [, letters = '', version = ''] = /^([a-z]+)(\d[\w.+-]*)$/.exec(text) ?? []
  const type_name = clients.get(letters)
  if (!type_name) return { version_id: text, type_name: text, version: '', type_category: '' }
  const type_category = letters.startsWith('m') ? 'Secrets Manager' : 'Commander'
  return { version_id: text, type_name, version, type_category }
}
