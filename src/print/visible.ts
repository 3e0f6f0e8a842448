/**
 * Characters that can take over a terminal or turn a line around: C0 and C1 controls, DEL, and the characters that
 * change the direction of writing (Unicode Standard Annex 9 §2).
 */
const controls = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu

const names: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

const escaped = (character: string) => {
  const code = character.charCodeAt(0)
  return code < 0x100
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`
}

/** Text that fits on one line and does nothing to the terminal: `\x1b` instead of an escape. */
export const visible = (text: string): string =>
  text.replace(controls, (character) => names[character] ?? escaped(character))

/** As `visible`, but tabs and line ends stay: CSV quotes them. */
export const visibleLines = (text: string): string =>
  text.replace(controls, (character) => (names[character] ? character : escaped(character)))

/** JSON text in which such characters are escaped; what a parser reads from it is unchanged. */
export const visibleJson = (json: string): string =>
  json.replace(controls, (character) =>
    character === '\n' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
