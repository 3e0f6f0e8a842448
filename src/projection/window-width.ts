/** The narrowest part of the log that is looked through at once, and the widest, in rows. Most questions find enough in the narrowest. */
export const narrowest = 131_072
export const widest = 16_777_216

/** So many times wider than what was looked through the next part is at most: what few hits say about the rest is a guess. */
const mostWider = 4

/** A part of the log that was looked through: how many rows it had, and how many of them were asked for. */
export type Looked = { readonly rows: number; readonly found: number }

/**
 * How many rows to look through next for so many more. The share of hits in the part before tells where they should lie, and their
 * square root on top makes up for chance most of the time. It is the part before that counts, and not all so far: where hits
 * end, the parts become wider at once.
 */
export function nextWidth({ rows, found }: Looked, wanted: number): number {
  const most = Math.min(widest, rows * mostWider)
  const expected = found === 0 ? most : Math.ceil((rows * (wanted + Math.sqrt(wanted))) / found)
  return Math.max(narrowest, Math.min(most, expected))
}
