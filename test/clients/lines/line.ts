import type { comparisons } from './comparisons.ts'

/** A command line of Commander; `@Title` stands for the UID of what has that title. */
export type Line = {
  readonly commander: string
  /** Our command line that asks the same. What only does something has none: `commander-events.test.ts` compares what it leaves. */
  readonly ours?: string
  /** How the rows that the two print compare. */
  readonly rows?: keyof typeof comparisons
}

/** The words of a line, as a shell takes it. */
export const wordsOf = (line: string): readonly [string, ...string[]] => {
  const words = line.match(/'[^']*'|\S+/g) ?? []
  return words.map((word) => word.replace(/^'(.*)'$/s, '$1')) as [string, ...string[]]
}

/** The same words for both. */
export const same = (line: string, rows: Line['rows']): Line => ({
  commander: line,
  ours: line,
  ...(rows && { rows }),
})

export const does = (commander: string): Line => ({ commander })
