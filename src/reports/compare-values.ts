import type { Scalar } from '../kernel/canonical-json.ts'

const ranks = ['boolean', 'number', 'string']

/** By code point, which is the order of the texts' UTF-8 bytes, as databases have it. */
function compareTexts(a: string, b: string): number {
  let at = 0
  while (at < a.length && at < b.length && a.charCodeAt(at) === b.charCodeAt(at)) at++
  // A difference in the second half of a pair follows an equal first half: the pairs differ there too.
  return (a.codePointAt(at) ?? -1) - (b.codePointAt(at) ?? -1)
}

/** The order of values in reports: nothing, booleans, numbers, and texts by code point. */
export function compareValues(a: Scalar, b: Scalar): number {
  if (a === b) return 0
  if (a === '') return -1
  if (b === '') return 1
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b)
  const byKind = ranks.indexOf(typeof a) - ranks.indexOf(typeof b)
  return byKind === 0 ? Number(a) - Number(b) : byKind
}
