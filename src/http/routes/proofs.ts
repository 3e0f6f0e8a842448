import { Hono } from 'hono'
import { Failure, invalid } from '../../kernel/errors.ts'
import { encodeBase64 } from '../../tlog/base64.ts'
import { consistencyProof, inclusionProof } from '../../tlog/proof.ts'
import { formatTlogProof } from '../../tlog/tlog-proof.ts'
import type { SessionEnv } from '../env.ts'
import { requireSession } from '../middleware/require-session.ts'
import { newestCheckpoint } from '../newest-checkpoint.ts'
import type { Services } from '../services.ts'

/** Proofs (c2sp.org/tlog-proof) that entries are in the log, all against the one newest checkpoint. */
export async function entryProofs(services: Services, indexes: readonly number[]) {
  const { note: checkpoint, size } = await newestCheckpoint(services)
  const ahead = indexes.find((index) => index >= size)
  if (ahead !== undefined)
    throw new Failure('busy', `event ${ahead} is not signed yet: ask again in a second`)
  const proofs: string[] = []
  for (const index of indexes) {
    const hashes = await inclusionProof({ index, size }, services.store.events.hashes)
    proofs.push(formatTlogProof({ index, hashes, checkpoint }))
  }
  return { checkpoint, proofs }
}

/**
 * For everybody with a session: the newest checkpoint, the keys that sign it, and the proof that it continues an older
 * one. Hashes tell nothing of what they cover.
 */
export const proofs = new Hono<SessionEnv>()
  .use(requireSession)
  .get('/consistency/:from', async (c) => {
    const services = c.get('services')
    const from = Number(c.req.param('from'))
    if (!Number.isSafeInteger(from) || from < 0)
      throw invalid('from is the size of an older checkpoint')
    const { note: checkpoint, size: to } = await newestCheckpoint(services)
    const proof =
      from > 0 && from < to
        ? await consistencyProof({ from, to }, services.store.events.hashes)
        : []
    return c.json({ checkpoint, vkeys: services.logKeys, proof: proof.map(encodeBase64) })
  })
