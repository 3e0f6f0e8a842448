import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PlaceFlags } from './cli/environment.ts'
import { type Config, readConfig } from './config.ts'
import type { Patient } from './doctor/check.ts'
import { examine, type Found } from './doctor/examine.ts'
import { examineUrl } from './doctor/remote.ts'
import { measureVolume } from './doctor/volume.ts'
import { engineOf } from './engine-of.ts'
import { loadCatalog } from './events/catalog.ts'
import { logIdentity, openOwn } from './events/log-identity.ts'
import { fileBucketOf, filesPlaceName } from './file-house.ts'
import { invalid } from './kernel/errors.ts'
import { newUid } from './kernel/ids.ts'
import { isSealed, plainKeyFiles } from './kernel/key-files.ts'
import { anchorIn, logKeysIn } from './log-files.ts'
import { projectionPlan } from './open-projection.ts'
import type { Bucket } from './outbound/bucket.ts'
import { keyFilesOf } from './outside-key.ts'
import { embeddedFacts } from './store/inspection/embedded-facts.ts'

/** Flags of `serve`, as far as they say how a deployment is; or a server by its URL. */
type DoctorFlags = PlaceFlags & { readonly url?: string }

async function storeFacts({ data, databaseUrl }: Config) {
  if (!databaseUrl) return embeddedFacts(data)
  const { distributedFacts } = await import('./store/inspection/distributed-facts.ts')
  return distributedFacts(databaseUrl)
}

/** Reading a key file that is not sealed yet would seal it, and nothing is changed here. */
async function sealing(config: Config) {
  // The operator's key is asked for in any case: the next start needs it.
  const files = await keyFilesOf(config)
  const file = join(config.data, 'log-key')
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) return 'none'
  if (!isSealed(text)) return 'plain'
  await files.read(file)
  return 'sealed'
}

async function anchored(config: Config): Promise<number | undefined> {
  const note = await anchorIn(config.data).read()
  const files = (await sealing(config)) === 'sealed' ? await keyFilesOf(config) : plainKeyFiles
  const keys = await logKeysIn(config.data, files)
  return note && keys ? openOwn(logIdentity(keys), note).size : undefined
}

async function columnsOf(config: Config) {
  const engine = await engineOf(config)
  const opened = await engine.openToRead(projectionPlan(await loadCatalog()).layout)
  if (typeof opened === 'string') return { state: opened }
  opened.database.close()
  return { state: 'open' as const, next: opened.next }
}

/** What the server does with files. The object that it is tried with is taken away also when a question fails. */
async function tryWith(bucket: Bucket, name: string): Promise<void> {
  await bucket.ask({ method: 'PUT', name, body: 'keepwatch doctor' })
  try {
    await bucket.read(name).then((object) => object?.destroy())
    await bucket.ask({ method: 'GET', query: { 'list-type': '2', 'max-keys': '1' } })
    await bucket.ask({ method: 'GET', query: { uploads: '', prefix: bucket.prefix } })
  } finally {
    await bucket.ask({ method: 'DELETE', name })
  }
}

async function tryBucket(config: Config): Promise<void> {
  const bucket = fileBucketOf(config)
  if (!bucket) return
  try {
    // A name that is no file's.
    await tryWith(bucket, `doctor-${newUid()}`)
  } finally {
    bucket.close()
  }
}

function patientOf(config: Config): Patient {
  let facts: ReturnType<typeof storeFacts> | undefined
  return {
    settings: config,
    now: new Date(),
    nodeVersion: process.versions.node,
    store: () => {
      facts ??= storeFacts(config)
      return facts
    },
    volume: () => measureVolume(config.data, config.diskReserve),
    columns: () => columnsOf(config),
    sealing: () => sealing(config),
    anchored: () => anchored(config),
    tryBucket: () => tryBucket(config),
    filesIn: filesPlaceName(config),
  }
}

/** Everything that is to be said of a deployment. Throws `invalid` when the flags say nothing that could be looked at. */
export async function doctor(
  { url, ...flags }: DoctorFlags,
  ca: string | undefined,
): Promise<readonly Found[]> {
  if (url === undefined) return examine(patientOf(readConfig(flags, process.env)))
  if (!URL.canParse(url) || !/^https?:/.test(url)) throw invalid('--url: expected https://HOST')
  const authority = ca === undefined ? undefined : await readFile(ca, 'utf8')
  return examineUrl({ url: new URL(url), ca: authority, now: () => new Date() })
}
