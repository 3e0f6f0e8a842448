import { type Cell, cellText } from '../cell.ts'

type Keep = (row: readonly Cell[]) => boolean

const lineOf = (row: readonly Cell[]) => row.map(cellText).join(' ')

function contains(text: string): Keep {
  const lower = text.toLowerCase()
  return (row) => lineOf(row).toLowerCase().includes(lower)
}

function equals(text: string): Keep {
  const lower = text.toLowerCase()
  return (row) => row.some((cell) => cellText(cell).toLowerCase() === lower)
}

/** What is not a regular expression is looked for as it is, as in Commander. */
function matches(text: string): Keep {
  try {
    const expression = new RegExp(text, 'i')
    return (row) => expression.test(lineOf(row))
  } catch {
    return contains(text)
  }
}

const prefixes: readonly (readonly [string, (text: string) => Keep])[] = [
  ['regex:', matches],
  ['exact:', equals],
]

function prefixed(pattern: string): Keep | undefined {
  const found = prefixes.find(([prefix]) => pattern.startsWith(prefix))
  return found?.[1](pattern.slice(found[0].length))
}

function keep(pattern: string, plain: (text: string) => Keep): Keep {
  if (!pattern.startsWith('not:')) return prefixed(pattern) ?? plain(pattern)
  const rest = pattern.slice('not:'.length)
  const wanted = prefixed(rest) ?? contains(rest)
  return (row) => !wanted(row)
}

export type PatternOptions = {
  readonly regex?: boolean | undefined
  readonly matchAll?: boolean | undefined
}

/**
 * Commander's filter on printed rows. A pattern is looked for in the cells joined by spaces, without regard to case;
 * `regex:`, `exact:` (one whole cell) and `not:` in front change that. Any pattern may match, or all with `matchAll`.
 */
export function rowFilter(patterns: readonly string[], { regex, matchAll }: PatternOptions): Keep {
  const keeps = patterns.map((pattern) => keep(pattern.trim(), regex ? matches : contains))
  if (keeps.length === 0) return () => true
  return matchAll
    ? (row) => keeps.every((each) => each(row))
    : (row) => keeps.some((each) => each(row))
}
