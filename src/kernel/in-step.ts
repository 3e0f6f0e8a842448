let turn: Promise<void> | undefined

/**
 * Resolves when this turn of the event loop has read all that came: at the same time for everybody who waits for it. What they do
 * then up to their next wait, they do one after the other, the same piece of work many times in a row, so that its code and
 * tables stay in the processor's caches (docs/decisions/0160).
 */
export function inStep(): Promise<void> {
  turn ??= new Promise((resolve) => {
    setImmediate(() => {
      turn = undefined
      resolve()
    })
  })
  return turn
}
