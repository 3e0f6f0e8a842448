import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from './config.ts'
import { serverKeysResealed } from './events/catalog/system.ts'
import { happened } from './events/event-type.ts'
import { record } from './events/record.ts'
import { writeAtomically } from './kernel/atomic-file.ts'
import type { Clock } from './kernel/clock.ts'
import { conflict, invalid } from './kernel/errors.ts'
import { type KeyFiles, plainKeyFiles, sealedKeyFiles } from './kernel/key-files.ts'
import { createLog } from './kernel/log.ts'
import { openStore, type StorePlace } from './open-store.ts'
import { keyFilesOf, type OutsidePlace, outsideKey, placeName } from './outside-key.ts'

/** Every file of a data folder that holds a secret key of the server. */
const names = [
  'target-key',
  'server-key.pem',
  'log-key',
  'log-key.next',
  'tls/ca.key',
  'tls/server.key',
] as const

const mark = (data: string) => join(data, 'resealing')

/**
 * Reads every key file once before anything is started, which seals those that are not sealed yet. Throws `conflict` when one does
 * not open, and while a change of the operator's key was begun and not ended.
 */
export async function openKeyFiles(place: Pick<Config, 'data'> & OutsidePlace): Promise<void> {
  const { data } = place
  if (existsSync(mark(data)))
    throw conflict(
      'a change of the key that seals the server’s keys was cut short: run the same `keepwatch keys reseal` again, then start',
    )
  const files = await keyFilesOf(place)
  for (const name of names) await files.read(join(data, name))
}

/** Reads with either key and writes with the next one, so that what was cut short can simply be done again. */
async function betweenKeys(before: OutsidePlace, after: OutsidePlace): Promise<KeyFiles> {
  const [old, next] = [await outsideKey(before), await outsideKey(after)]
  if (next) return sealedKeyFiles(next, ...(old ? [old] : []))
  if (!old)
    throw invalid('name the key that the files are sealed with, or the one that they shall be')
  return { read: sealedKeyFiles(old).read, write: plainKeyFiles.write }
}

export type Resealed = { readonly files: number; readonly sealed_by: string }

/**
 * Seals every key file with another key of the operator. The server must not be running. Wherever it is cut short, the server
 * does not start and the same command ends it.
 */
export async function resealKeys(
  place: StorePlace & OutsidePlace,
  after: OutsidePlace,
  clock: Clock,
): Promise<Resealed> {
  const { data } = place
  const store = await openStore(place, createLog('warn'))
  try {
    const files = await betweenKeys(place, after)
    const there = names.filter((name) => existsSync(join(data, name)))
    const texts = await Promise.all(there.map((name) => files.read(join(data, name))))
    await writeAtomically(mark(data), { text: '', mode: 0o600 })
    for (const [index, name] of there.entries())
      await files.write(join(data, name), texts[index] ?? '')
    const sealed_by = placeName(after)
    const happening = happened(serverKeysResealed, { files: there.length, sealed_by })
    await store.transaction((tx) => record(tx, happening, { at: clock(), recordedAt: clock() }))
    await rm(mark(data))
    return { files: there.length, sealed_by }
  } finally {
    await store.close()
  }
}
