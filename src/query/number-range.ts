import { invalid } from '../kernel/errors.ts'

/** Bounds of a number. `from` and `to` belong to the range, `over` and `under` do not; an absent one is open. */
export type NumberRange = {
  readonly from?: number
  readonly to?: number
  readonly over?: number
  readonly under?: number
}

const number = String.raw`-?\d{1,15}(?:\.\d{1,9})?`
const single = new RegExp(`^(>=|<=|>|<|=)?(${number})$`)
const between = new RegExp(`^(${number})?\\.\\.(${number})?$`)

const bounded: Readonly<Record<string, (bound: number) => NumberRange>> = {
  '>=': (from) => ({ from }),
  '<=': (to) => ({ to }),
  '>': (over) => ({ over }),
  '<': (under) => ({ under }),
}

function readBetween(value: string): NumberRange | undefined {
  const [found, first, last] = between.exec(value) ?? []
  if (found === undefined || (first === undefined && last === undefined)) return undefined
  const range = {
    ...(first !== undefined && { from: Number(first) }),
    ...(last !== undefined && { to: Number(last) }),
  }
  if (Number(first ?? -Infinity) > Number(last ?? Infinity))
    throw invalid(`"${value}" is an empty range; swap its ends`)
  return range
}

/**
 * `5`, `>5`, `>=5`, `<5`, `<=5`, `100..200`, `100..` or `..200`; both ends of `..` belong to it.
 *
 * @throws `invalid` with what it must be.
 */
export function numberRange(value: string): NumberRange {
  const range = readBetween(value)
  if (range) return range
  const [, operator = '=', digits] = single.exec(value) ?? []
  if (digits === undefined) throw invalid('must be a number, or a range such as 100..200 or >5')
  const bound = Number(digits)
  return bounded[operator]?.(bound) ?? { from: bound, to: bound }
}

/** Tells whether a number lies within the bounds. */
export function rangeTest({
  from = -Infinity,
  to = Infinity,
  over = -Infinity,
  under = Infinity,
}: NumberRange): (value: number) => boolean {
  return (value) => value >= from && value <= to && value > over && value < under
}
