/**
 * What one client knows of one of its requests. `began` and `acknowledged` are moments on one counter that all clients
 * share; a request that was never acknowledged may have been done or not.
 */
export type Operation = {
  /** What its event can be told by, unique to the request. */
  readonly marker: string
  readonly began: number
  acknowledged?: number
}

/** How a log can contradict its clients. Each list names markers. */
export type Contradictions = {
  /** Acknowledged, and not in the log. */
  readonly lost: readonly string[]
  /** More than once in the log. */
  readonly doubled: readonly string[]
  /** In the log, and never asked for. */
  readonly unasked: readonly string[]
  /** In the log behind a request that began only after they were acknowledged. */
  readonly overtaken: readonly string[]
}

export const noContradiction: Contradictions = {
  lost: [],
  doubled: [],
  unasked: [],
  overtaken: [],
}

function repeatedIn(log: readonly string[]): readonly string[] {
  const seen = new Set<string>()
  return log.filter((marker) => seen.size === seen.add(marker).size)
}

/** An entry must not have been acknowledged before something that stands in front of it had begun. */
function overtakenIn(log: readonly Operation[]): readonly string[] {
  const overtaken: string[] = []
  let latestBegin = Number.NEGATIVE_INFINITY
  for (const { marker, began, acknowledged = Number.POSITIVE_INFINITY } of log) {
    if (acknowledged < latestBegin) overtaken.push(marker)
    latestBegin = Math.max(latestBegin, began)
  }
  return overtaken
}

/**
 * Holds what clients were told against the markers of the log, in its order. Every request takes effect at one moment
 * between its begin and its acknowledgement, so the log keeps the order of any two requests that did not overlap: those of
 * one client, and those of different clients.
 */
export function contradictions(
  history: readonly Operation[],
  log: readonly string[],
): Contradictions {
  const asked = new Map(history.map((operation) => [operation.marker, operation]))
  const logged = new Set(log)
  return {
    lost: history
      .filter(({ marker, acknowledged }) => acknowledged !== undefined && !logged.has(marker))
      .map(({ marker }) => marker),
    doubled: repeatedIn(log),
    unasked: log.filter((marker) => !asked.has(marker)),
    overtaken: overtakenIn(log.flatMap((marker) => asked.get(marker) ?? [])),
  }
}
