/** A value, and where it begins in the text, counted from 0. */
export type Value = { readonly text: string; readonly at: number }

/**
 * What stands between spaces: `-field:value,value`. Without a name its values are free text. `at` is behind the `-`, `end` behind
 * the last value.
 */
export type Term = {
  readonly not: boolean
  readonly name: string | undefined
  readonly at: number
  readonly end: number
  readonly values: readonly Value[]
}

/** Why a text cannot be taken apart, and at which place, counted from 0. */
export class Misspelling extends Error {
  readonly at: number
  constructor(at: number, says: string) {
    super(says)
    this.at = at
  }
}

const spaces = /\s*/y
const head = /(\.?[A-Za-z_][\w-]*)(?::|(?=[<>]))/y
const bare = /[^\s",]+/y
const quoted = /"((?:[^"\\]|\\.)*)"/sy

/** What the pattern finds at that place of the text. */
function find(pattern: RegExp, text: string, at: number): readonly string[] {
  pattern.lastIndex = at
  return pattern.exec(text) ?? []
}

/** In quotes a backslash stands before a quote or a backslash; before anything else it is itself. */
const unquoted = (text: string) => text.replaceAll(/\\(["\\])/g, '$1')

function readValue(text: string, at: number): Value & { readonly end: number } {
  const isQuoted = text[at] === '"'
  const [found, inside = ''] = find(isQuoted ? quoted : bare, text, at)
  if (found === undefined)
    throw new Misspelling(at, isQuoted ? 'has a quote that is not closed' : 'must have a value')
  return { text: isQuoted ? unquoted(inside) : found, at, end: at + found.length }
}

function readValues(text: string, start: number) {
  const values: Value[] = []
  for (let at = start; ; at += 1) {
    const { end, ...value } = readValue(text, at)
    values.push(value)
    at = end
    if (text[at] !== ',') return { values, end }
  }
}

function readTerm(text: string, start: number): Term {
  const not = text[start] === '-'
  const at = not ? start + 1 : start
  const [found = '', name] = find(head, text, at)
  const { values, end } = readValues(text, at + found.length)
  if (end < text.length && !/\s/.test(text.charAt(end)))
    throw new Misspelling(end, 'must be a space or a comma: put the whole value in quotes')
  return { not, name, at, values, end }
}

/**
 * Takes the text of a query apart.
 *
 * @throws Misspelling where it is no list of terms.
 */
export function readTerms(text: string): readonly Term[] {
  const terms: Term[] = []
  const skip = (at: number) => at + (find(spaces, text, at)[0] ?? '').length
  for (let at = skip(0); at < text.length; ) {
    const term = readTerm(text, at)
    terms.push(term)
    at = skip(term.end)
  }
  return terms
}
