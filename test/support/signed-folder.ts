import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { logCheckpoint } from '../../src/events/catalog/log.ts'
import { happened } from '../../src/events/event-type.ts'
import { record } from '../../src/events/record.ts'
import { canonicalJson } from '../../src/kernel/canonical-json.ts'
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts'
import type { Store } from '../../src/store/store.ts'
import { encodeBase64 } from '../../src/tlog/base64.ts'
import { signCheckpoint } from '../../src/tlog/checkpoint.ts'
import { root } from '../../src/tlog/frontier.ts'
import { generateNoteKey, noteSigner, noteVerifier } from '../../src/tlog/note-key.ts'

const origin = 'keepwatch/test'

/** A key that signs logs in tests. */
export function testKey() {
  const { vkey, skey } = generateNoteKey(origin)
  return { vkey, verifiers: [noteVerifier(vkey)], signers: [noteSigner(skey)] }
}

export type TestKey = ReturnType<typeof testKey>

const entry = (number: number) => canonicalJson({ audit_event: 'test', number, text: 'é' })

/** Appends events to a store, each another. */
export async function appendEvents(store: Store, count: number): Promise<void> {
  const from = await store.events.size()
  await store.transaction(async ({ events }) => {
    for (let number = from; number < from + count; number++) await events.append(entry(number))
  })
}

/** The signed head of a store as it stands. */
export async function signHead(store: Store, { signers }: TestKey): Promise<string> {
  const frontier = await store.events.head()
  return signCheckpoint({ origin, size: frontier.size, root: root(frontier) }, signers)
}

/** Signs the log and lets the checkpoint become an event of it, as the server does every minute. */
export async function recordCheckpoint(store: Store, key: TestKey): Promise<void> {
  const note = await signHead(store, key)
  const frontier = await store.events.head()
  const fields = { origin, size: frontier.size, root: encodeBase64(root(frontier)), note }
  const at = new Date('2026-11-23T08:00:00Z')
  await store.transaction((tx) =>
    record(tx, happened(logCheckpoint, fields), { at, recordedAt: at }),
  )
}

/** A data folder as a server leaves it, with what `fill` appended. */
export async function signedFolder(
  key: TestKey,
  fill: (store: Store) => Promise<void>,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'keepwatch-verify-'))
  const store = await openEmbeddedStore({ folder })
  await fill(store)
  const note = await signHead(store, key)
  const { size } = await store.events.head()
  await store.transaction(({ checkpoint }) => checkpoint.save({ size, note }))
  await store.close()
  await writeFile(join(folder, 'log-anchor'), note)
  await writeFile(join(folder, 'log-vkey'), `${key.vkey}\n`)
  return folder
}
