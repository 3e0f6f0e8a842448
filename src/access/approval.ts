import { createHash } from 'node:crypto'
import {
  approvalAsked,
  approvalLapsed,
  approvalUsed,
} from '../events/catalog/security-approvals.ts'
import type { Circumstances } from '../events/circumstances.ts'
import { happened } from '../events/event-type.ts'
import { record } from '../events/record.ts'
import type { Clock } from '../kernel/clock.ts'
import { Failure } from '../kernel/errors.ts'
import { newUid } from '../kernel/ids.ts'
import type { Approval } from '../store/state/approvals.ts'
import type { State } from '../store/state.ts'
import type { Store, Transaction } from '../store/store.ts'
import type { Caller } from './caller.ts'
import { accountMay } from './permission.ts'
import { readSignInRules } from './sign-in-rules.ts'

/**
 * Some acts wait for a second person, where the organisation wants it: the first attempt asks, a second administrator agrees, and
 * the same attempt goes through once.
 */

/** What somebody wants to do, and what of it the second person sees. */
export type Wish = {
  readonly action: string
  readonly input: unknown
  readonly shown: Readonly<Record<string, unknown>>
}

type Asking = {
  readonly store: Pick<Store, 'transaction' | 'read'>
  readonly caller: Pick<Caller<unknown>, 'account_uid' | 'proved_at'>
  readonly around: Circumstances
  readonly recordedAt: Date
}

const digestOf = (uid: string, input: unknown) =>
  createHash('sha256')
    .update(`${uid} ${JSON.stringify(input)}`)
    .digest('base64url')

/** Whether there is somebody else who could agree. */
export const hasSecondPerson = async ({ accounts }: State, account_uid: string): Promise<boolean> =>
  (await accounts.list()).some(
    (one) => one.account_uid !== account_uid && accountMay(one, 'approvals.decide'),
  )

const minuteMs = 60_000

const unapproved = (approval_uid: string, until: number) =>
  new Failure(
    'unapproved',
    `a second administrator has to approve this by ${new Date(until).toISOString()}, in Settings or with \`keepwatch approval approve ${approval_uid}\`: then do it again`,
  )

/** Whom it is about, where that is a person. */
async function personOf({ accounts }: State, { shown }: Wish) {
  const { account_uid, email } = shown
  const account = account_uid === undefined ? undefined : await accounts.find(String(account_uid))
  const to_username = account?.email ?? (email === undefined ? undefined : String(email))
  return to_username === undefined ? {} : { to_username }
}

async function ask(tx: Transaction, wish: Wish, asking: Asking & { asked_by: string }) {
  const { around, recordedAt, asked_by } = asking
  const { second_person_minutes } = await readSignInRules(tx)
  const approval_uid = newUid()
  const asked_at = around.at.getTime()
  const { action, input, shown } = wish
  const expires_at = asked_at + second_person_minutes * minuteMs
  const kept = { approval_uid, action, asked_by, asked_at, expires_at }
  const digest = digestOf(approval_uid, input)
  await tx.approvals.insert({ ...kept, digest, shown: JSON.stringify(shown) })
  const about = await personOf(tx, wish)
  const happening = happened(approvalAsked, { approval_uid, action, ...about })
  await record(tx, happening, { ...around, recordedAt })
  return { approval_uid, expires_at }
}

/**
 * The approval that lets this through, for `spendApproval`; undefined where none is wanted. Throws `unapproved` where a second person
 * has to agree first, and asks for it. Who is not asked again who they are, such as programs, is not asked for this.
 */
export async function approvalFor(asking: Asking, wish: Wish): Promise<Approval | undefined> {
  const { store, caller, around } = asking
  const { account_uid: asked_by, proved_at } = caller
  if (asked_by === undefined || proved_at === undefined) return undefined
  const isWanted = await store.read(
    async (state) =>
      (await readSignInRules(state)).second_person && (await hasSecondPerson(state, asked_by)),
  )
  if (!isWanted) return undefined
  const found = await store.transaction(async (tx) => {
    const open = await tx.approvals.openOf(asked_by, around.at.getTime())
    const same = open.find(
      ({ action, approval_uid, digest }) =>
        action === wish.action && digest === digestOf(approval_uid, wish.input),
    )
    return same ?? (await ask(tx, wish, { ...asking, asked_by }))
  })
  if ('state' in found && found.state === 'approved') return found
  throw unapproved(found.approval_uid, found.expires_at)
}

/** Uses an approval up, in the transaction of what it is for. */
export async function spendApproval(tx: Transaction, { approval_uid, action }: Approval) {
  if (!(await tx.approvals.spend(approval_uid)))
    throw new Failure('unapproved', 'this approval was used already: ask for another one')
  return happened(approvalUsed, { approval_uid, action })
}

const mostAtOnce = 500

/** Drops what was not done in time, each on the record; what was refused goes without a word. */
export const dropLapsedApprovals = (
  store: Pick<Store, 'transaction'>,
  clock: Clock,
): Promise<void> =>
  store.transaction(async (tx) => {
    const at = clock()
    for (const one of await tx.approvals.listExpired(at.getTime(), mostAtOnce)) {
      const { approval_uid, action, asked_by, state } = one
      await tx.approvals.remove(approval_uid)
      if (state === 'refused') continue
      const asker = await tx.accounts.find(asked_by)
      const lapsed = happened(approvalLapsed, { approval_uid, action })
      const username = asker ? { username: asker.email } : {}
      await record(tx, lapsed, { ...username, at, recordedAt: at })
    }
  })
