import type { EvidencePack, ProvenEvent } from './evidence-pack.ts'

/**
 * The verifier that goes into an evidence page as text. It needs nothing but WebCrypto, and every function refers only to
 * the others in `verifyPackFunctions`, so that their sources together are a program. Written a second time on purpose,
 * from the specifications, without the code that made the proofs.
 */

/** What of a pack can be checked. */
type Claims = Pick<EvidencePack, 'checkpoint' | 'vkeys' | 'events'>

export type Head = { readonly size: number; readonly root: Uint8Array<ArrayBuffer> }

/** What became of one event: undefined when it holds, else why not. */
export type EventVerdict = { readonly seq: number; readonly failure?: string }

/** What became of a pack: undefined as `failure` when its checkpoint is signed by one of its keys. */
export type PackVerdict = {
  readonly failure?: string
  readonly size: number
  readonly events: readonly EventVerdict[]
}

/** Standard base64 in its one spelling; everything else throws. */
export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const binary = atob(base64)
  if (btoa(binary) !== base64) throw new Error('base64 in another than its standard spelling')
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}

function concatBytes(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at])
}

export async function sha256(...parts: readonly Uint8Array[]): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', concatBytes(...parts)))
}

/** SHA-256 of salt and value, as the log writes it. */
async function commitmentOf(value: string, salt: string): Promise<string> {
  const hash = await sha256(bytesOf(salt), new TextEncoder().encode(value))
  const base64 = btoa(String.fromCharCode(...hash))
  return `sha256:${base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`
}

/** The bytes that the log holds: the fields as canonical JSON (RFC 8785), personal values as commitments. */
async function leafOf(event: ProvenEvent['event']): Promise<Uint8Array> {
  const { seq: _, message: __, salts = {}, erased = {}, ...fields } = event
  const leaf: Record<string, unknown> = { ...fields }
  for (const [name, salt] of Object.entries(salts as Record<string, string>))
    leaf[name] = await commitmentOf(String(leaf[name]), salt)
  for (const [name, commitment] of Object.entries(erased as Record<string, string>)) {
    if (leaf[name] !== '(erased)') throw new Error(`${name} is not erased`)
    leaf[name] = commitment
  }
  const sorted = Object.keys(leaf)
    .sort()
    .map((name) => [name, leaf[name]])
  return new TextEncoder().encode(JSON.stringify(Object.fromEntries(sorted)))
}

/** A decimal number without a leading zero. */
function countOf(text: string | undefined): number {
  if (!/^(0|[1-9][0-9]{0,15})$/.test(text ?? '') || !Number.isSafeInteger(Number(text)))
    throw new Error('a number is malformed')
  return Number(text)
}

/** The index and the hashes of a proof that leads to this very checkpoint (c2sp.org/tlog-proof@v1). */
function readProof(proof: string, checkpoint: string) {
  const end = proof.indexOf('\n\n')
  const [heading, index, ...hashes] = proof.slice(0, end).split('\n')
  if (end < 0 || heading !== 'c2sp.org/tlog-proof@v1' || !index?.startsWith('index '))
    throw new Error('the proof is malformed')
  if (proof.slice(end + 2) !== checkpoint)
    throw new Error('the proof belongs to another checkpoint')
  return { index: countOf(index.slice('index '.length)), hashes: hashes.map(bytesOf) }
}

/** Climbs from a leaf to the root (RFC 9162, 2.1.3.2). */
async function rootFrom(
  leaf: Uint8Array<ArrayBuffer>,
  hashes: readonly Uint8Array[],
  { index, size }: { readonly index: number; readonly size: number },
): Promise<Uint8Array> {
  let hash = leaf
  let node = index
  let last = size - 1
  for (const other of hashes) {
    if (last === 0) throw new Error('the proof is too long')
    while (node % 2 === 0 && node === last) {
      node = Math.floor(node / 2)
      last = Math.floor(last / 2)
    }
    const isRight = node % 2 === 1
    hash = isRight
      ? await sha256(Uint8Array.of(1), other, hash)
      : await sha256(Uint8Array.of(1), hash, other)
    node = Math.floor(node / 2)
    last = Math.floor(last / 2)
  }
  if (last !== 0) throw new Error('the proof is too short')
  return hash
}

/** Throws, with the reason, unless the log holds this event at its number. */
async function checkEvent(
  { event, proof }: ProvenEvent,
  checkpoint: string,
  { size, root }: Head,
): Promise<void> {
  const { index, hashes } = readProof(proof, checkpoint)
  if (index !== event.seq || index >= size) throw new Error('the proof is for another event')
  const leaf = await sha256(Uint8Array.of(0), await leafOf(event))
  if (!sameBytes(await rootFrom(leaf, hashes, { index, size }), root))
    throw new Error('the event is not the one in the log')
}

/** Reads `name+id+base64` (C2SP signed-note), and checks that the id is the one of the key. */
async function readKey(vkey: string) {
  const [, name = '', id = '', text = ''] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(vkey) ?? []
  const key = bytesOf(text)
  const hash = await sha256(new TextEncoder().encode(`${name}\n`), key)
  const computed = Array.from(hash.slice(0, 4), (byte) => byte.toString(16).padStart(2, '0'))
  if (key.length !== 33 || key[0] !== 1 || computed.join('') !== id)
    throw new Error('a public key is malformed')
  return { name, id: hash.slice(0, 4), publicKey: key.slice(1) }
}

export async function isSignedBy(checkpoint: string, vkey: string): Promise<boolean> {
  const { name, id, publicKey } = await readKey(vkey)
  const end = checkpoint.lastIndexOf('\n\n') + 1
  const text = new TextEncoder().encode(checkpoint.slice(0, end))
  if (!checkpoint.startsWith(`${name}\n`)) return false
  const lines = checkpoint.slice(end + 1).split('\n')
  const start = `\u2014 ${name} `
  const signatures = lines.filter((line) => line.startsWith(start))
  for (const line of signatures) {
    const bytes = bytesOf(line.slice(start.length))
    if (!sameBytes(bytes.slice(0, 4), id)) continue
    const key = await crypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify'])
    return crypto.subtle.verify('Ed25519', key, bytes.slice(4), text)
  }
  return false
}

/** The size and the root that a checkpoint names: its second and third line (C2SP tlog-checkpoint). */
export function readHead(checkpoint: string): Head {
  const [, size, root] = checkpoint.split('\n')
  const hash = bytesOf(root ?? '')
  if (hash.length !== 32) throw new Error('the checkpoint is malformed')
  return { size: countOf(size), root: hash }
}

async function checkSignature({ checkpoint, vkeys }: Claims): Promise<void> {
  for (const vkey of vkeys) if (await isSignedBy(checkpoint, vkey)) return
  throw new Error('the checkpoint is not signed by this key')
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

async function judgeEvent(
  proven: ProvenEvent,
  checkpoint: string,
  head: Head,
): Promise<EventVerdict> {
  const { seq } = proven.event
  try {
    await checkEvent(proven, checkpoint, head)
    return { seq }
  } catch (error) {
    return { seq, failure: reasonOf(error) }
  }
}

/** Checks the signature of a pack's checkpoint, and each event against it. Never throws: every failure is a verdict. */
export async function verifyPack(pack: Claims): Promise<PackVerdict> {
  const { checkpoint, events } = pack
  let size = 0
  try {
    await checkSignature(pack)
    const head = readHead(checkpoint)
    size = head.size
    const verdicts = events.map((proven) => judgeEvent(proven, checkpoint, head))
    return { size, events: await Promise.all(verdicts) }
  } catch (error) {
    const failure = reasonOf(error)
    return { failure, size, events: events.map(({ event }) => ({ seq: event.seq, failure })) }
  }
}

/** Everything above, for `evidencePage`. */
export const verifyPackFunctions: readonly ((...args: never[]) => unknown)[] = [
  bytesOf,
  concatBytes,
  sameBytes,
  sha256,
  commitmentOf,
  leafOf,
  countOf,
  readProof,
  rootFrom,
  checkEvent,
  readKey,
  isSignedBy,
  readHead,
  checkSignature,
  reasonOf,
  judgeEvent,
  verifyPack,
]
