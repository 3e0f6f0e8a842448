import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { perform } from '../../src/access/action.ts'
import { addTotp } from '../../src/access/actions/second-factors.ts'
import { type Person, personCaller } from '../../src/access/person.ts'
import { takeCode } from '../../src/access/second-factor.ts'
import { sealer } from '../../src/outbound/sealed-settings.ts'
import type { Store } from '../../src/store/store.ts'
import { authenticator } from '../support/authenticator.ts'
import { groundOver } from '../support/ground.ts'
import { stores } from './stores.ts'

/** What is kept of second factors opens nothing without the key beside the database, and counts once. */

const person: Person = {
  account_uid: 'someone',
  email: 'someone@example.com',
  role: 'member',
  public_key: '',
  encrypted_private_key: '',
  session: 'here',
  key_half: '',
}

describe.each(stores)('second factors on the $name store', ({ open, place }) => {
  let store: Store
  let folder: Awaited<ReturnType<typeof place>>
  const sealing = sealer(randomBytes(32))
  const phone = authenticator()
  let now = new Date('2026-11-23T08:00:00.000Z')

  beforeEach(async () => {
    folder = await place()
    store = await open(folder.place)
  })

  afterEach(async () => {
    await store.close()
    await folder.remove()
  })

  const add = () =>
    perform(
      { ...groundOver(store, () => now), caller: personCaller(person), surroundings: {} },
      addTotp(sealing),
      { secret: phone.secret, code: phone.code(now) },
    )

  const take = (code: string) =>
    store.transaction((tx) =>
      takeCode(tx, sealing, { account_uid: person.account_uid, code, at: now }),
    )

  const later = () => {
    now = new Date(now.getTime() + 30_000)
  }

  test('the secret is kept sealed, and recovery codes as hashes', async () => {
    const { recovery_codes } = await add()
    const kept = await store.read(async ({ factors }) => ({
      factors: await factors.listOf(person.account_uid),
    }))
    expect(kept.factors).toHaveLength(1)
    const text = JSON.stringify(kept)
    for (const secret of [phone.secret, ...recovery_codes]) expect(text).not.toContain(secret)
    await expect(
      store.read((state) =>
        takeCode(state, sealer(randomBytes(32)), {
          account_uid: person.account_uid,
          code: phone.code(now),
          at: now,
        }),
      ),
    ).rejects.toMatchObject({ kind: 'conflict' })
  })

  test('the code that set it up is used up by that', async () => {
    await add()
    await expect(take(phone.code(now))).rejects.toMatchObject({ kind: 'unauthenticated' })
    later()
    expect(await take(phone.code(now))).toEqual({ second_factor: 'totp' })
  })

  test('of ten who give the same code at once, one gets in', async () => {
    await add()
    later()
    const code = phone.code(now)
    const tries = await Promise.allSettled(Array.from({ length: 10 }, () => take(code)))
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('a unit of work that fails uses nothing up', async () => {
    const { recovery_codes } = await add()
    later()
    const failing = (code: string) =>
      store.transaction(async (tx) => {
        await takeCode(tx, sealing, { account_uid: person.account_uid, code, at: now })
        throw new Error('the disk is away')
      })
    for (const code of [phone.code(now), recovery_codes[0] ?? '']) {
      await expect(failing(code)).rejects.toThrow('the disk is away')
      await take(code)
      await expect(take(code)).rejects.toMatchObject({ kind: 'unauthenticated' })
    }
  })
})
