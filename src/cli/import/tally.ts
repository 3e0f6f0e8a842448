import type { Thing } from '../answer.ts'

const mostTold = 100

/** What became of a part of a file. */
export type Part = {
  readonly imported: number
  readonly already_there: number
  readonly unreadable: readonly { readonly line: number; readonly problem: string }[]
  readonly first?: string | undefined
  readonly last?: string | undefined
}

const better = (
  one: string | undefined,
  other: string | undefined,
  isBetter: (a: string, b: string) => boolean,
) => (one === undefined || (other !== undefined && isBetter(other, one)) ? other : one)

/** Adds up what became of a file, and names the entries that could not be read, up to a hundred of them. */
export function tally(file: string, tell: (sentence: string) => void) {
  let imported = 0
  let alreadyThere = 0
  let unreadable = 0
  let first: string | undefined
  let last: string | undefined

  function bad(line: number, problem: string): void {
    unreadable += 1
    if (unreadable <= mostTold) tell(`${file}:${line}: ${problem}`)
    if (unreadable === mostTold + 1)
      tell(`${file}: further entries that cannot be read are only counted`)
  }

  return {
    bad,
    add(part: Part): void {
      imported += part.imported
      alreadyThere += part.already_there
      for (const { line, problem } of part.unreadable) bad(line, problem)
      first = better(first, part.first, (a, b) => a < b)
      last = better(last, part.last, (a, b) => a > b)
    },
    unreadable: () => unreadable,
    found: () => imported + alreadyThere + unreadable,
    sum: (): Thing => ({
      file,
      entries: imported + alreadyThere + unreadable,
      imported,
      already_there: alreadyThere,
      unreadable,
      first,
      last,
    }),
  }
}

export type Tally = ReturnType<typeof tally>
