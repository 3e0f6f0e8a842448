import { invalid } from '../kernel/errors.ts'

const canonical = /^(0|[1-9][0-9]{0,15})$/

/** Reads a count or an index: ASCII digits without a leading zero, at most 2^53 - 1. */
export function parseDecimal(text: string): number {
  const value = canonical.test(text) ? Number(text) : Number.NaN
  if (!Number.isSafeInteger(value))
    throw invalid(`"${text.slice(0, 80)}" is not a decimal number between 0 and 2^53 - 1.`)
  return value
}
