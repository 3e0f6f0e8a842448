import { createHash, randomBytes } from 'node:crypto'
import type { Sql } from '../sql.ts'
import type { Ground } from '../state.ts'

/** A value that names a person, and the salt that its commitment was made with. */
export type Opened = { readonly value: string; readonly salt: Uint8Array }

const cacheLimit = 50_000
const saltBytes = 16

/** `sha256:` and the base64url of SHA-256(salt ‖ UTF-8 of the value). */
export const commit = (value: string, salt: Uint8Array): string =>
  `sha256:${createHash('sha256').update(salt).update(value).digest('base64url')}`

/** What is known to be committed, both ways. A value is sealed once and shown a million times. */
export function personalCache() {
  const commitments = new Map<string, string>()
  const values = new Map<string, Opened>()
  let age = 0

  function forget() {
    commitments.clear()
    values.clear()
    age++
  }

  return {
    commitmentOf: (value: string) => commitments.get(value),
    valueOf: (commitment: string) => values.get(commitment),
    /** How often everything was forgotten. */
    age: () => age,
    /** Keeps what was looked up at that age. If all was forgotten since, the value may have been erased meanwhile. */
    remember(commitment: string, opened: Opened, lookedUpAt: number) {
      if (lookedUpAt !== age) return
      if (commitments.size >= cacheLimit) forget()
      commitments.set(opened.value, commitment)
      values.set(commitment, opened)
    },
    forget,
  }
}

export type PersonalCache = ReturnType<typeof personalCache>

/** PostgreSQL keeps no NUL in a text. What is committed must be what is kept, on every store. */
const keepable = (value: string) => value.replaceAll('\0', '\ufffd')

type Sealed = { readonly commitment: string; readonly salt: Uint8Array }

const find = (sql: Sql, value: string) =>
  sql.get<Sealed>('select commitment, salt from personal where value = $1', value)

/** Somebody else may seal the same value at the same time; then theirs counts. */
async function insert(sql: Sql, value: string): Promise<Sealed> {
  const salt = randomBytes(saltBytes)
  const commitment = commit(value, salt)
  const inserted = await sql.run(
    'insert into personal (commitment, value, salt) values ($1, $2, $3) on conflict (value) do nothing',
    commitment,
    value,
    salt,
  )
  if (inserted === 1) return { commitment, salt }
  return (await find(sql, value)) ?? insert(sql, value)
}

/**
 * Names of people and addresses. Leaves of the log hold only their commitments; the values and salts lie here and can be
 * erased without touching a leaf or a proof (docs/decisions/0007).
 */
export const personal = ({ sql, personalCache: cache, afterCommit }: Ground) => ({
  /** The commitment of a value that was sealed lately: nearly always, and without a wait. */
  known: (value: string): string | undefined => cache.commitmentOf(keepable(value)),

  /** The commitment that stands for a value; the same one until the value is erased. */
  async seal(given: string): Promise<string> {
    const value = keepable(given)
    const known = cache.commitmentOf(value)
    if (known) return known
    const age = cache.age()
    const row = (await find(sql, value)) ?? (await insert(sql, value))
    afterCommit(() => cache.remember(row.commitment, { value, salt: row.salt }, age))
    return row.commitment
  },

  /** The value behind a commitment, or undefined once it is erased. */
  async open(commitment: string): Promise<Opened | undefined> {
    const known = cache.valueOf(commitment)
    if (known) return known
    const age = cache.age()
    const opened = await sql.get<Opened>(
      'select value, salt from personal where commitment = $1',
      commitment,
    )
    if (opened) cache.remember(commitment, opened, age)
    return opened
  },

  /** Erases a value for good; every event that carried it goes on proving itself, and says that it was erased. */
  async erase(given: string): Promise<boolean> {
    const erased = await sql.run('delete from personal where value = $1', keepable(given))
    // At once for the rest of this unit, and again for those who looked it up before it was gone for them too.
    cache.forget()
    afterCommit(cache.forget)
    return erased === 1
  },

  /** The commitments of a value in every spelling: people write their address in capitals and with blanks around it. */
  async spellings(value: string): Promise<readonly { commitment: string; value: string }[]> {
    return sql.all(
      'select commitment, value from personal where lower(trim(value)) = $1 order by commitment',
      keepable(value).trim().toLowerCase(),
    )
  },
})
