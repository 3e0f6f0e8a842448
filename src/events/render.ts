const placeholder = /\$\{(\w+)\}/g

/** Sentences cut at their placeholders, each once: what stands at an odd place is a name. There are as many as the catalogue has. */
const cut = new Map<string, readonly string[]>()

function piecesOf(message: string): readonly string[] {
  const known = cut.get(message)
  if (known) return known
  const pieces = message.split(placeholder)
  cut.set(message, pieces)
  return pieces
}

/**
 * The sentence of an event. A value that itself contains `${…}` is printed as it is, and a missing value prints nothing.
 * Joined, because a text that is put together by `+` is still in pieces, and costs more wherever it is written.
 */
export function render(message: string, fields: Readonly<Record<string, unknown>>): string {
  const printed = (name: string) => (Object.hasOwn(fields, name) ? (fields[name] ?? '') : '')
  return piecesOf(message)
    .map((piece, at) => (at % 2 === 0 ? piece : printed(piece)))
    .join('')
}

/** The names that a message asks for. */
export const placeholdersOf = (message: string): readonly string[] =>
  [...message.matchAll(placeholder)].map(([, name = '']) => name)
