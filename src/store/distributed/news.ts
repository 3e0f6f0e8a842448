/** A transaction of the database, by the number that it never gives again (`xid8`). */
export type Xid = number

/** When nothing was heard of an event for so long, whoever wants its number looks: the bound for what a lost message delays. */
const patienceMs = 100

/** Whoever reads wants a number for an event of somebody else. Every snapshot sees this transaction, which there is not. */
const reader: Xid = 0

/** What the one who numbers says when it has found nothing more: from then on it wants to be asked. */
export const resting = 'resting'

/**
 * Tells of a transaction that has committed whether a snapshot shows it. As PostgreSQL writes them: `xmin:xmax:xip,xip`
 * (https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-SNAPSHOT).
 */
function shownBy(snapshot: string): (xid: Xid) => boolean {
  const [least = '0', end = '0', open = ''] = snapshot.split(':')
  const running = new Set(open.split(',').map(Number))
  return (xid) => xid < Number(least) || (xid < Number(end) && !running.has(xid))
}

/**
 * What a server that does not number knows from messages alone: whether its events have their numbers, and whether it must ask for them.
 * A batch tells the snapshot that it saw. What one snapshot shows all later ones show, so a message that was lost is made up for by the next.
 */
export function numberNews() {
  const waiting = new Map<Xid, number>()
  let shows: (xid: Xid) => boolean = () => false
  let isResting = true
  const want = (xid: Xid) => {
    if (!waiting.has(xid)) waiting.set(xid, performance.now())
  }

  return {
    /** Events of this transaction were committed here. The message of their numbers may have come before. */
    committed(xid: Xid) {
      if (!shows(xid)) want(xid)
    },
    /** An event without a number was seen. */
    hurry: () => want(reader),
    /** The message of a batch, or of its end. */
    hear(message: string) {
      isResting = message === resting
      if (isResting) return
      shows = shownBy(message)
      for (const xid of waiting.keys()) if (shows(xid)) waiting.delete(xid)
    },
    /** Whether something waits for a number and nobody is giving numbers. */
    mustAsk: () => isResting && waiting.size > 0,
    /** The one who numbers was asked, so it will look and say something. */
    asked() {
      isResting = false
    },
    /** When to look into the database at the latest, on the clock of `performance`. */
    lateAt(): number {
      const [oldest] = waiting.values()
      return oldest === undefined ? Number.POSITIVE_INFINITY : oldest + patienceMs
    },
    /** The transactions that wait, to be given to `looked`. */
    waiting: (): readonly Xid[] => [...waiting.keys()],
    /** The database was looked into after these had begun to wait: did anything wait there for its number? */
    looked(known: readonly Xid[], anything: 'waits' | 'nothing') {
      isResting = true
      for (const xid of known) waiting.delete(xid)
      if (anything === 'nothing') return
      for (const xid of known) want(xid)
      want(reader)
    },
  }
}
