/** What a canonical object may hold: flat, so that one sort of the keys is the whole of RFC 8785. */
export type Scalar = string | number | boolean
export type Flat = Readonly<Record<string, Scalar>>

const wellFormed = (value: Scalar) => (typeof value === 'string' ? value.toWellFormed() : value)

/**
 * The JSON text of a flat object after RFC 8785 (JCS): keys in order of their UTF-16 units, no white space, strings
 * and numbers as ECMAScript writes them. Lone surrogates become U+FFFD, because the text is stored as UTF-8.
 */
export function canonicalJson(object: Flat): string {
  const keys = Object.keys(object).sort()
  const ordered: Record<string, Scalar> = {}
  for (const key of keys) ordered[key] = wellFormed(object[key] as Scalar)
  return JSON.stringify(ordered)
}
