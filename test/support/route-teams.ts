import { randomBytes } from 'node:crypto'
import { newUid } from '../../src/client/crypto/uid.ts'
import type { Transaction } from '../../src/store/store.ts'

/** A team, and what waits for a second person, in the world of the routes. */

const bytes = (length: number): string => randomBytes(length).toString('base64')
const day = 24 * 3_600_000

/** What an administrator has asked for. */
export const approvals = { agreed: newUid(), refused: newUid() } as const

/** A team that the owner is in. */
export const teams = { kept: newUid() } as const

/** A team with one member. */
export async function addTeam(tx: Transaction, team_uid: string, account_uid: string) {
  const keys = { public_key: bytes(65), encrypted_private_key: bytes(60) }
  await tx.teams.insert({ team_uid, name: `team ${team_uid}`, ...keys, created_at: 0 })
  await tx.teamMembers.insert({ team_uid, account_uid, team_key: bytes(125), created_at: 0 })
}

/** What somebody has asked for, who is no administrator any more. */
export async function addApprovals(tx: Transaction, asked_by: string) {
  for (const approval_uid of Object.values(approvals))
    await tx.approvals.insert({
      ...{ approval_uid, action: 'user.remove', digest: '', shown: '{}' },
      ...{ asked_by, asked_at: 0, expires_at: Date.now() + day },
    })
}
