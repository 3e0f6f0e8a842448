/**
 * Fetches the next item while the last one is being worked on: one ahead, and never more. Order stays, and what breaks the source
 * comes when its turn has come. Whoever stops early leaves nothing running once the source has noticed.
 */
export async function* readAhead<Item>(source: AsyncGenerator<Item>): AsyncGenerator<Item> {
  const fetch = () => {
    const next = source.next()
    // Looked at below; until then nobody shall call it unhandled.
    next.catch(() => {})
    return next
  }
  let next = fetch()
  try {
    for (;;) {
      const { value, done } = await next
      if (done) return
      next = fetch()
      yield value
    }
  } finally {
    // Not waited for: it may wait for an event that never comes.
    source.return(undefined).catch(() => {})
  }
}
