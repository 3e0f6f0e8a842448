/** What a canonical object may hold: flat, so that one sort of the keys is the whole of RFC 8785. */
export type Scalar = string | number | boolean
export type Flat = Readonly<Record<string, Scalar | undefined>>

/**
 * Objects come in few shapes, so each shape's keys are sorted once: on the path of every event. One key after the other leads to
 * it, which takes a third of what it takes to look up a text of all keys.
 */
type Shape = { readonly next: Map<string, Shape>; sorted?: readonly string[] }

const shapes: Shape = { next: new Map() }
const mostSteps = 20_000
let steps = 0

function stepAfter({ next }: Shape, key: string): Shape {
  if (steps++ >= mostSteps) {
    shapes.next.clear()
    steps = 0
  }
  const step: Shape = { next: new Map() }
  next.set(key, step)
  return step
}

function inOrder(object: Flat): readonly string[] {
  const keys = Object.keys(object)
  let shape = shapes
  for (const key of keys) shape = shape.next.get(key) ?? stepAfter(shape, key)
  shape.sorted ??= keys.sort()
  return shape.sorted
}

/** A lone surrogate, as `JSON.stringify` escapes it. It cannot be told from the six characters, so it is looked at closer. */
const mayHoldSurrogate = (json: string) => json.includes('\\ud')

const wellFormed = (_: string, value: unknown) =>
  typeof value === 'string' ? value.toWellFormed() : value

/**
 * The JSON text of a flat object after RFC 8785 (JCS): keys in order of their UTF-16 units, no white space, strings
 * and numbers as ECMAScript writes them, absent values left out. Lone surrogates become U+FFFD, because the text is
 * stored as UTF-8.
 */
export function canonicalJson(object: Flat): string {
  const ordered: Record<string, Scalar | undefined> = {}
  for (const key of inOrder(object)) ordered[key] = object[key]
  const json = JSON.stringify(ordered)
  return mayHoldSurrogate(json) ? JSON.stringify(ordered, wellFormed) : json
}
