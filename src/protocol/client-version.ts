import { invalid } from '../kernel/errors.ts'

/** The oldest version of each SDK that is let in, by the SDK's prefix (`ms` JavaScript, `mp` Python, …). */
export type OldestVersions = ReadonlyMap<string, readonly number[]>

const form = /^(m[a-z])(\d+)\.(\d+)\.(\d+)$/

function partsOf(version: string) {
  const [, prefix = '', ...numbers] = form.exec(version) ?? []
  return { prefix, numbers: numbers.map(Number) }
}

/** Reads `ms17.5.0,mp17.3.0`. Throws `invalid` with the entry that is no version. */
export function oldestVersions(list: readonly string[]): OldestVersions {
  const wrong = list.find((version) => !form.test(version))
  if (wrong !== undefined) throw invalid(`${wrong} is no client version such as ms17.5.0`)
  return new Map(list.map(partsOf).map(({ prefix, numbers }) => [prefix, numbers]))
}

/** The version that this client would have to be of, when it is older; SDKs that nothing is said about are all right. */
export function neededVersion(version: string, oldest: OldestVersions): string | undefined {
  const { prefix, numbers } = partsOf(version)
  const least = oldest.get(prefix)
  if (!least) return undefined
  const differs = numbers.findIndex((number, at) => number !== least[at])
  const isOlder = differs >= 0 && (numbers[differs] ?? 0) < (least[differs] ?? 0)
  return isOlder ? `${prefix}${least.join('.')}` : undefined
}
