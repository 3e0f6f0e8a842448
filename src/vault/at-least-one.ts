import type { NonEmpty } from '../access/action.ts'

/** Says to the compiler what the input's schema has made sure of: that the list is not empty. */
export function atLeastOne<Item>([first, ...rest]: readonly Item[]): NonEmpty<Item> {
  if (first === undefined) throw new TypeError('expected at least one')
  return [first, ...rest]
}
