/** Whether somebody has proved who they are: a stranger's failures are cheap to make, so fewer of them are written. */
export type Standing = 'stranger' | 'known'

/** How many failed attempts of one window are written one by one: of each source, and of all together. */
const most: Readonly<Record<Standing, { readonly each: number; readonly all: number }>> = {
  stranger: { each: 20, all: 200 },
  known: { each: 200, all: 2_000 },
}

/**
 * Tells a flood from a few failures. A source that went over its limit is in flood from there on, and stays so until a
 * whole window passes in which it keeps within it: what never stops costs one event a window, not twenty.
 */
export function floodGauge() {
  let counts = new Map<string, number>()
  let inFlood = new Set<string>()

  function isOver(key: string, limit: number): boolean {
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    if (count > limit) inFlood.add(key)
    return inFlood.has(key)
  }

  return {
    /** Counts one more failure; true when it is one too many. */
    isFlood(standing: Standing, source: string): boolean {
      const { each, all } = most[standing]
      const sourceIsOver = isOver(`${standing} ${source}`, each)
      return isOver(standing, all) || sourceIsOver
    },
    nextWindow(): void {
      const before = counts
      counts = new Map()
      inFlood = new Set([...inFlood].filter((key) => (before.get(key) ?? 0) > limitOf(key)))
    },
  }
}

const limitOf = (key: string) => {
  const [standing, source] = key.split(' ', 2)
  const { each, all } = most[standing as Standing]
  return source === undefined ? all : each
}
