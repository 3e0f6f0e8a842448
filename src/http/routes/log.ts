import { Hono } from 'hono'
import { notFound } from '../../kernel/errors.ts'
import { encodeEntryBundle } from '../../tlog/entry-bundle.ts'
import { tileWidth, widthAt } from '../../tlog/tile.ts'
import { parseTilePath } from '../../tlog/tile-path.ts'
import { encodeTile } from '../../tlog/tile-reader.ts'
import type { SessionEnv } from '../env.ts'
import { requirePermission } from '../middleware/require-permission.ts'
import { requireSession } from '../middleware/require-session.ts'
import { newestCheckpoint } from '../newest-checkpoint.ts'
import type { Services } from '../services.ts'

type Tile = ReturnType<typeof parseTilePath>

/** A full tile never changes; a partial one is replaced by a wider one. */
const immutable = 'private, max-age=31536000, immutable'

async function entries({ store }: Services, { index, width }: Tile): Promise<Uint8Array> {
  const start = index * tileWidth
  const page = await store.events.readAfter(start - 1, { limit: width })
  if (page[0]?.seq !== start)
    throw notFound(`the events from ${start} on are no longer kept: retention has dropped them`)
  return encodeEntryBundle(page.map(({ body }) => Buffer.from(body)))
}

async function tileBytes(services: Services, tile: Tile): Promise<Uint8Array> {
  const { store } = services
  if (tile.width > widthAt(tile, await store.events.size()))
    throw notFound('the log is not that long')
  if (tile.level === 'entries') return entries(services, tile)
  const range = { level: tile.level, start: tile.index * tileWidth, count: tile.width }
  return encodeTile(await store.events.hashes(range))
}

/** The log in the form of C2SP tlog-tiles, for verifiers that trust neither this server nor its makers. */
export const log = new Hono<SessionEnv>()
  .use(requireSession, requirePermission('events.read'))
  .get('/checkpoint', async (c) => {
    const { note } = await newestCheckpoint(c.get('services'))
    return c.text(note)
  })
  .get('/tile/*', async (c) => {
    const tile = parseTilePath(c.req.path.replace(/^\/log\//, ''))
    const bytes = await tileBytes(c.get('services'), tile)
    c.header('content-type', 'application/octet-stream')
    if (tile.width === tileWidth) c.header('cache-control', immutable)
    return c.body(Uint8Array.from(bytes).buffer)
  })
