import { createHash, randomBytes } from 'node:crypto'
import type { Ground } from '../state.ts'

/** A value that names a person, and the salt that its commitment was made with. */
export type Opened = { readonly value: string; readonly salt: Uint8Array }

/** What is known to be committed, both ways. A value is sealed once and shown a million times. */
export type PersonalCache = {
  readonly commitmentOf: Map<string, string>
  readonly openedOf: Map<string, Opened>
}

export const personalCache = (): PersonalCache => ({ commitmentOf: new Map(), openedOf: new Map() })

const cacheLimit = 50_000
const saltBytes = 16

/** `sha256:` and the base64url of SHA-256(salt ‖ UTF-8 of the value). */
export const commit = (value: string, salt: Uint8Array): string =>
  `sha256:${createHash('sha256').update(salt).update(value).digest('base64url')}`

function remember(cache: PersonalCache, commitment: string, opened: Opened) {
  if (cache.commitmentOf.size >= cacheLimit) forgetAll(cache)
  cache.commitmentOf.set(opened.value, commitment)
  cache.openedOf.set(commitment, opened)
}

function forgetAll(cache: PersonalCache) {
  cache.commitmentOf.clear()
  cache.openedOf.clear()
}

/**
 * Names of people and addresses. Leaves of the log hold only their commitments; the values and salts lie here and can be
 * erased without touching a leaf or a proof (docs/decisions/0007).
 */
export const personal = ({ sql, personalCache: cache, afterCommit }: Ground) => ({
  /** The commitment that stands for a value; the same one until the value is erased. */
  async seal(value: string): Promise<string> {
    const known = cache.commitmentOf.get(value)
    if (known) return known
    const row = await sql.get<{ commitment: string; salt: Uint8Array }>(
      'select commitment, salt from personal where value = $1',
      value,
    )
    const salt = row?.salt ?? randomBytes(saltBytes)
    const commitment = row?.commitment ?? commit(value, salt)
    if (!row)
      await sql.run(
        'insert into personal (commitment, value, salt) values ($1, $2, $3)',
        commitment,
        value,
        salt,
      )
    afterCommit(() => remember(cache, commitment, { value, salt }))
    return commitment
  },

  /** The value behind a commitment, or undefined once it is erased. */
  async open(commitment: string): Promise<Opened | undefined> {
    const known = cache.openedOf.get(commitment)
    if (known) return known
    const opened = await sql.get<Opened>(
      'select value, salt from personal where commitment = $1',
      commitment,
    )
    if (opened) remember(cache, commitment, opened)
    return opened
  },

  /** Erases a value for good; every event that carried it goes on proving itself, and says that it was erased. */
  async erase(value: string): Promise<boolean> {
    const erased = await sql.run('delete from personal where value = $1', value)
    afterCommit(() => forgetAll(cache))
    return erased === 1
  },
})
