const pin = 'keepwatch.log-keys'

/** The keys that this browser has known since it saw the log first; none before that. */
export const keptKeys = (): readonly string[] =>
  JSON.parse(localStorage.getItem(pin) ?? '[]') as readonly string[]

export const keepKeys = (vkeys: readonly string[]): void =>
  localStorage.setItem(pin, JSON.stringify(vkeys))

export const forgetKeys = (): void => localStorage.removeItem(pin)

/**
 * Those of a log's keys that this browser knows. A server that swaps its key cannot talk it out of that; undefined when they
 * are all new to a browser that knew others.
 */
export function knownKeys(vkeys: readonly string[]): readonly string[] | undefined {
  const kept = keptKeys()
  if (kept.length === 0) {
    keepKeys(vkeys)
    return vkeys
  }
  const known = vkeys.filter((vkey) => kept.includes(vkey))
  return known.length > 0 ? known : undefined
}
