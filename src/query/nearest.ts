type Row = readonly number[]

const at = (row: Row, index: number) => row[index] ?? Infinity

/**
 * The number of letters to insert, drop, replace or swap with their neighbour to get from one word to the other: the matrix of
 * Damerau and Levenshtein, of which three rows are kept.
 */
function distance(a: string, b: string): number {
  let before: Row = []
  let above: Row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const isSwap = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const replaced = at(above, j - 1) + Number(a[i - 1] !== b[j - 1])
      const swapped = isSwap ? at(before, j - 2) + 1 : Infinity
      row.push(Math.min(replaced, swapped, at(above, j) + 1, at(row, j - 1) + 1))
    }
    before = above
    above = row
  }
  return at(above, b.length)
}

/** The name that somebody meant who wrote this short word, or undefined when none is near. */
export function nearest(word: string, names: readonly string[]): string | undefined {
  const found = names
    .map((name) => ({ name, far: distance(word, name) }))
    .reduce((best, one) => (one.far < best.far ? one : best), { name: '', far: Infinity })
  return found.far <= Math.max(1, Math.floor(word.length / 3)) ? found.name : undefined
}
