import { type LogSource, tileWidth } from '../../../src/evidence/verify-tree.ts'
import { Failure } from '../../../src/kernel/errors.ts'
import { send } from '../session.ts'

/** The tile log of this server, as a browser reads it (C2SP tlog-tiles). */

type Range = Parameters<LogSource['entries']>[0]

/** `x001/x234/067`, with the width behind it when the tile is not full. */
function pathOf({ index, width }: Range): string {
  const groups = [String(index % 1_000).padStart(3, '0')]
  for (let rest = Math.floor(index / 1_000); rest > 0; rest = Math.floor(rest / 1_000))
    groups.unshift(`x${String(rest % 1_000).padStart(3, '0')}`)
  return `${groups.join('/')}${width === tileWidth ? '' : `.p/${width}`}`
}

const gone = 404

async function bytesAt(path: string, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await send(`/log/tile/${path}`, { signal })
  if (answer.ok) return new Uint8Array(await answer.arrayBuffer())
  const { message = `the server answered ${answer.status}` } = (await answer
    .json()
    .catch(() => ({}))) as { readonly message?: string }
  const kind = { 403: 'denied', 401: 'unauthenticated', [gone]: 'not-found' } as const
  throw new Failure(kind[answer.status as keyof typeof kind] ?? 'rejected', message)
}

/** Each entry stands behind its length in two bytes. */
function entriesIn(bundle: Uint8Array<ArrayBuffer>): readonly Uint8Array[] {
  const view = new DataView(bundle.buffer)
  const entries: Uint8Array[] = []
  for (let at = 0; at < bundle.length; ) {
    const end = at + 2 + view.getUint16(at)
    entries.push(bundle.subarray(at + 2, end))
    at = end
  }
  return entries
}

const hashBytes = 32

const hashesIn = (tile: Uint8Array<ArrayBuffer>) =>
  Array.from({ length: tile.length / hashBytes }, (_, at) =>
    tile.slice(at * hashBytes, (at + 1) * hashBytes),
  )

export const tileLog = (signal: AbortSignal): LogSource => ({
  async entries(range) {
    try {
      return entriesIn(await bytesAt(`entries/${pathOf(range)}`, signal))
    } catch (error) {
      if (error instanceof Failure && error.kind === 'not-found') return undefined
      throw error
    }
  },
  hashes: async (range) => hashesIn(await bytesAt(`0/${pathOf(range)}`, signal)),
})
