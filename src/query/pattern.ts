/** A value in which `*` stands for any characters: the texts between the stars. One text alone is an exact value. */
export type Pattern = readonly string[]

const piece = /\\.|./gsu

/** Reads a value: `*` is a wildcard, a backslash takes the meaning from the character that follows it. */
export function readPattern(value: string): Pattern {
  if (!value.includes('*') && !value.includes('\\')) return [value]
  const texts: string[] = []
  let text = ''
  for (const [found] of value.matchAll(piece)) {
    if (found === '*') {
      texts.push(text)
      text = ''
    } else text += found.length > 1 && found.startsWith('\\') ? found.slice(1) : found
  }
  return [...texts, text]
}

/** The value that stands for a text and for nothing else. */
export const exactly = (text: string): string => text.replaceAll(/[\\*]/g, '\\$&')

/** Tells whether a text is what the pattern says. Takes the first place for each part, so it is linear in the text. */
export function patternTest(pattern: Pattern): (text: string) => boolean {
  const [first = '', ...middle] = pattern
  const last = middle.pop()
  if (last === undefined) return (text) => text === first
  const shortest = first.length + last.length
  if (middle.length === 0)
    return (text) => text.length >= shortest && text.startsWith(first) && text.endsWith(last)
  return (text) => {
    if (!text.startsWith(first)) return false
    let at = first.length
    for (const part of middle) {
      const found = text.indexOf(part, at)
      if (found < 0) return false
      at = found + part.length
    }
    return text.length - last.length >= at && text.endsWith(last)
  }
}
