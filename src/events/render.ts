import { remembering } from '../kernel/remembering.ts'

const placeholder = /\$\{(\w+)\}/g

/** A sentence cut at its placeholders: what stands at an odd place is a name. There are as many sentences as the catalogue has. */
const piecesOf = remembering((message): readonly string[] => message.split(placeholder))

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
