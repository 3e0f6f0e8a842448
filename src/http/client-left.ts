import type { ServerResponse } from 'node:http'

/** Aborts when the client is gone, or has its answer: whatever is still being worked out for it can stop. */
export function clientLeft({ env }: { readonly env: { readonly outgoing: ServerResponse } }) {
  const left = new AbortController()
  const { outgoing } = env
  if (outgoing.destroyed) left.abort()
  else outgoing.once('close', () => left.abort())
  return left.signal
}
