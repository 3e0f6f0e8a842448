import { z } from 'zod'
import { sendInvitation } from '../../events/catalog/security.ts'
import { happened } from '../../events/event-type.ts'
import { conflict, denied } from '../../kernel/errors.ts'
import { action } from '../action.ts'
import { email } from '../email.ts'
import { givenRole } from '../given-role.ts'
import { newOpaqueToken, tokenHash } from '../opaque-token.ts'
import type { Person } from '../person.ts'

const invitationLife = 7 * 24 * 60 * 60 * 1_000

/** Makes a single-use invitation code, which the inviter passes on. */
export const invite = action({
  name: 'user.invite',
  permission: 'people.invite',
  input: z.strictObject({ email, role: givenRole }),
  async run(state, invited, { who, at }: { who: Person; at: Date }) {
    if (invited.role === 'admin' && who.role !== 'owner')
      throw denied('only the owner can invite an administrator')
    if (await state.accounts.findByEmail(invited.email))
      throw conflict('this person has an account already: there is nobody to invite')
    const invitation = newOpaqueToken()
    const expires_at = at.getTime() + invitationLife
    await state.invitations.insert({
      ...invited,
      code_hash: tokenHash(invitation),
      invited_by: who.email,
      expires_at,
    })
    return { ...invited, invitation, expires_at }
  },
  leaves: ({ email: to_username, role }) => [happened(sendInvitation, { to_username, role })],
})
