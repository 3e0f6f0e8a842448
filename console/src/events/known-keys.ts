const pin = 'keepwatch.log-keys'

/**
 * The keys that this browser has known since it saw the log first. A server that swaps its key cannot talk it out of that;
 * undefined when they are all new to a browser that knew others.
 */
export function knownKeys(vkeys: readonly string[]): readonly string[] | undefined {
  const kept = JSON.parse(localStorage.getItem(pin) ?? '[]') as readonly string[]
  if (kept.length > 0) {
    const known = vkeys.filter((vkey) => kept.includes(vkey))
    return known.length > 0 ? known : undefined
  }
  localStorage.setItem(pin, JSON.stringify(vkeys))
  return vkeys
}
