/**
 * What a receiver may not have kept when a connection ended: this machine's buffers, the receiver's, and its queue. 16 MiB are more
 * than the largest of both buffers (4 and 6 MiB on Linux) and leave a queue of 15,000 events beside them.
 */
const mostBytes = 16_777_216
/** A receiver that ends a connection in good order has read all that came well before. */
const settledMs = 10_000
/** A machine that is gone without a word is noticed after that long (Linux: 15 retransmissions), and nothing since was read. */
const silenceMs = 960_000

/** How a connection ended: `closed` by the receiver in good order, or `broken` by anything else. */
export type End = 'closed' | 'broken'

/** Frames of one batch, ready to be sent again. */
type Sent = { readonly bytes: Uint8Array; readonly at: number }

/** Remembers what was sent last over connections on which nobody says what arrived. */
export type ResendWindow = {
  add(bytes: Uint8Array): void
  /** Forgets what the receiver surely has, by how its connection ended: call it at that moment. */
  lost(end: End): void
  /** What is to be sent again first. It stays in the window, as newly sent. */
  take(): readonly Uint8Array[]
}

/** `forgotten` hears of each that is in the window no more. */
export function resendWindow(
  now: () => number,
  forgotten: (bytes: Uint8Array) => void = () => {},
): ResendWindow {
  let sent: Sent[] = []
  let bytes = 0

  function drop(isOver: (oldest: Sent) => boolean): void {
    let over = 0
    for (const one of sent) {
      if (!isOver(one)) break
      bytes -= one.bytes.length
      over += 1
    }
    if (over === 0) return
    for (const one of sent.splice(0, over)) forgotten(one.bytes)
  }

  return {
    add(frames) {
      const at = now()
      sent.push({ bytes: frames, at })
      bytes += frames.length
      drop((one) => one.at < at - silenceMs || bytes > mostBytes)
    },
    lost(end) {
      const since = now() - (end === 'closed' ? settledMs : silenceMs)
      drop(({ at }) => at < since)
    },
    take() {
      const at = now()
      sent = sent.map((one) => ({ ...one, at }))
      return sent.map((one) => one.bytes)
    },
  }
}
