import { z } from 'zod'
import { action, type By } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { recipient } from '../../access/recipient.ts'
import { vaultTransferred } from '../../events/catalog/security-people.ts'
import { transferOwner } from '../../events/catalog/share.ts'
import { happened } from '../../events/event-type.ts'
import { invalid } from '../../kernel/errors.ts'
import type { State } from '../../store/state.ts'
import { atLeastOne } from '../at-least-one.ts'
import { accountUid, eciesWrappedKey, uid } from '../bounds.ts'
import { checkHandOver, giveAll, type HandedOver } from '../hand-over.ts'

const mostThings = 10_000

const things = z
  .array(z.strictObject({ uid, key: eciesWrappedKey }))
  .max(mostThings, `at most ${mostThings} at once`)
  .default([])

const input = z.strictObject({
  to: accountUid,
  records: things,
  files: things,
  folders: things,
  applications: things,
})

/** What is still somebody's own. */
async function leftOf({ records, folders, applications }: State, { account_uid }: Person) {
  const left = await Promise.all([
    records.listOf(account_uid),
    folders.listOf(account_uid),
    applications.listOf(account_uid),
  ])
  return left.reduce((sum, { length }) => sum + length, 0)
}

const countsOf = ({ records, folders, applications }: HandedOver) => ({
  records: records.length,
  folders: folders.length,
  applications: applications.length,
})

/**
 * Hands what is one's own to somebody else, all that is named or nothing. The client has wrapped every key to the new
 * owner's public key: the server has none of them, so that nobody else can do it.
 */
export const transferVault = action({
  name: 'vault.transfer',
  permission: 'vault',
  input,
  async run(state: State, { to, ...given }: z.output<typeof input>, { who, at }: By<Person>) {
    const { account_uid, email } = await recipient(state, to, who)
    const counts = countsOf(given)
    if (Object.values(counts).every((count) => count === 0))
      throw invalid('name what is to be handed over')
    await checkHandOver(state, given, who)
    await giveAll(state, given, { owner_uid: account_uid, at })
    return { email, ...counts, left: await leftOf(state, who) }
  },
  leaves({ records, folders, applications }, { email: to_username, left, ...counts }) {
    const each = [
      ...applications.map(({ uid: app_uid }) => ({ app_uid })),
      ...folders.map(({ uid: shared_folder_uid }) => ({ shared_folder_uid })),
      ...records.map(({ uid: record_uid }) => ({ record_uid })),
    ].map((thing) => happened(transferOwner, { to_username, ...thing }))
    const whole = left === 0 ? [happened(vaultTransferred, { to_username, ...counts })] : []
    return atLeastOne([...each, ...whole])
  },
})

export type TransferInput = z.input<typeof input>
