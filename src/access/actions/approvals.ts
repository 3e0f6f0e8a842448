import { z } from 'zod'
import { approvalGiven, approvalRefused } from '../../events/catalog/security-approvals.ts'
import { happened } from '../../events/event-type.ts'
import { conflict, denied, notFound } from '../../kernel/errors.ts'
import type { Approval } from '../../store/state/approvals.ts'
import type { State } from '../../store/state.ts'
import { action, type By } from '../action.ts'
import type { Person } from '../person.ts'

/** What administrators have asked each other for, and their decisions. */

const named = z.strictObject({ approval_uid: z.string().max(64) })

const time = (at: number) => new Date(at).toISOString()

async function shown({ accounts }: State, one: Approval, who: Person) {
  const { approval_uid, action: wanted, state, asked_by, asked_at, expires_at } = one
  const { account_uid, ...details } = JSON.parse(one.shown) as Readonly<Record<string, unknown>>
  const about = account_uid === undefined ? undefined : await accounts.find(String(account_uid))
  return {
    ...{ approval_uid, action: wanted, state },
    asked_by: (await accounts.find(asked_by))?.email ?? null,
    is_mine: asked_by === who.account_uid,
    asked_at: time(asked_at),
    expires_at: time(expires_at),
    details: { ...(about && { email: about.email }), ...details },
  }
}

/** What waits to be decided on or done. Times are RFC 3339. */
export const listApprovals = (who: Person, now: Date) => async (state: State) => {
  const open = (await state.approvals.list()).filter(({ expires_at }) => expires_at > now.getTime())
  return Promise.all(open.map((one) => shown(state, one, who)))
}

async function decide(
  state: State,
  { approval_uid, as }: { approval_uid: string; as: 'approved' | 'refused' },
  { who, at }: By<Person>,
) {
  const one = await state.approvals.find(approval_uid)
  if (!one || one.expires_at <= at.getTime())
    throw notFound('nothing of this name waits for approval: run `keepwatch approval list`')
  if (one.asked_by === who.account_uid)
    throw denied('you have asked for this yourself: somebody else has to decide')
  const decided = { decided_by: who.account_uid, decided_at: at.getTime() }
  if (!(await state.approvals.decide({ approval_uid, state: as, ...decided })))
    throw conflict(`this is ${one.state} already`)
  const asker = await state.accounts.find(one.asked_by)
  return { approval_uid, action: one.action, asked_by: asker?.email ?? '' }
}

/** Agrees that somebody else does what they have asked for, once and within the time. */
export const approve = action({
  name: 'approval.approve',
  permission: 'approvals.decide',
  confirm: true,
  input: named,
  run: (state: State, { approval_uid }, by: By<Person>) =>
    decide(state, { approval_uid, as: 'approved' }, by),
  leaves: (_, { asked_by: from_username, ...of }) => [
    happened(approvalGiven, { ...of, from_username }),
  ],
})

export const refuseApproval = action({
  name: 'approval.refuse',
  permission: 'approvals.decide',
  input: named,
  run: (state: State, { approval_uid }, by: By<Person>) =>
    decide(state, { approval_uid, as: 'refused' }, by),
  leaves: (_, { asked_by: from_username, ...of }) => [
    happened(approvalRefused, { ...of, from_username }),
  ],
})
