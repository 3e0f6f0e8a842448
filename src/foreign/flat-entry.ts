import type { Scalar } from '../kernel/canonical-json.ts'

/** An entry of a log with every member at the top: `userIdentity.userName` → `alice`. */
export type FlatEntry = {
  readonly values: ReadonlyMap<string, Scalar>
  /** Members that were too deep or too many. */
  readonly leftOut: number
}

const deepest = 8
const mostMembers = 200
const mostItems = 10

const isScalar = (value: unknown): value is Scalar =>
  ['string', 'number', 'boolean'].includes(typeof value)

/** A list of plain values is one text; of other lists only the first items are looked into. */
function membersOf(value: object): readonly [string, unknown][] {
  if (!Array.isArray(value)) return Object.entries(value)
  return value.slice(0, mostItems).map((item, index) => [String(index), item])
}

type Flattening = { readonly values: Map<string, Scalar>; leftOut: number }

function keep(into: Flattening, path: string, value: Scalar): void {
  if (value === '') return
  if (into.values.size < mostMembers) into.values.set(path, value)
  else into.leftOut += 1
}

function visitMembers(into: Flattening, path: string, value: object): void {
  if (path.split('.').length > deepest || into.values.size >= mostMembers) {
    into.leftOut += 1
    return
  }
  if (Array.isArray(value)) into.leftOut += Math.max(0, value.length - mostItems)
  for (const [name, member] of membersOf(value))
    visit(into, path === '' ? name : `${path}.${name}`, member)
}

function visit(into: Flattening, path: string, value: unknown): void {
  if (value === null || value === undefined) return
  if (isScalar(value)) keep(into, path, value)
  else if (Array.isArray(value) && value.every(isScalar)) keep(into, path, value.join(','))
  else visitMembers(into, path, value)
}

/** Flattens an object. Absent, null and empty values are left out; what is too deep or too much is counted. */
export function flatEntry(entry: object): FlatEntry {
  const into: Flattening = { values: new Map(), leftOut: 0 }
  visitMembers(into, '', entry)
  return into
}

/** The first of these paths that has a value. */
export function firstOf(
  { values }: FlatEntry,
  paths: readonly string[],
): readonly [path: string, value: Scalar] | undefined {
  for (const path of paths) {
    const value = values.get(path)
    if (value !== undefined) return [path, value]
  }
  return undefined
}

/** The text at a path, or an empty one. */
export const textAt = ({ values }: FlatEntry, path: string): string =>
  String(values.get(path) ?? '')
