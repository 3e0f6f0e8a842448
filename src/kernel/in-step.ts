let turn: Promise<void> | undefined

function endOfTurn(): Promise<void> {
  turn ??= new Promise((resolve) => {
    setImmediate(() => {
      turn = undefined
      resolve()
    })
  })
  return turn
}

/**
 * Gives what `coming` gives, when this turn of the event loop has read all that came: at the same time to everybody who waits for it.
 * What they do then up to their next wait, they do one after the other, the same piece of work many times in a row, so that its code and
 * tables stay in the processor's caches (docs/decisions/0160).
 */
export async function inStep<Came>(coming: Promise<Came>): Promise<Came> {
  const came = await coming
  await endOfTurn()
  return came
}
