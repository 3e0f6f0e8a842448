import { z } from 'zod'
import { enterpriseCreated } from '../../events/catalog/enterprise.ts'
import { acceptInvitation, createUser } from '../../events/catalog/security.ts'
import { happened } from '../../events/event-type.ts'
import { conflict, denied } from '../../kernel/errors.ts'
import { newUid } from '../../kernel/ids.ts'
import type { State } from '../../store/state.ts'
import { action } from '../action.ts'
import { email } from '../email.ts'
import type { Newcomer } from '../newcomer.ts'
import { tokenHash } from '../opaque-token.ts'
import { accountKeys } from './account-keys.ts'

const newAccount = accountKeys.extend({ email })

const insert = async (
  { accounts }: State,
  account: Omit<Parameters<State['accounts']['insert']>[0], 'account_uid'>,
) => {
  if (await accounts.findByEmail(account.email))
    throw conflict('there is an account for this address already: log in instead')
  const account_uid = newUid()
  await accounts.insert({ account_uid, ...account })
  return account_uid
}

/** The setup code's hash waits here until the first administrator has used it. Servers that start together have one each. */
export const setupCodeSetting = 'setup_code_hash'
const mostCodes = 16

/** One more code by which the first administrator may come in. */
export const addSetupCode = async ({ settings }: State, code: string): Promise<void> => {
  const hash = tokenHash(code)
  const others = ((await settings.find(setupCodeSetting)) ?? '').split(' ')
  const kept = others.filter((one) => one !== hash && one !== '').slice(1 - mostCodes)
  await settings.set(setupCodeSetting, [...kept, hash].join(' '))
}

/** Whether the first account was made. */
export const isSetUp = async ({ settings }: Pick<State, 'settings'>): Promise<boolean> =>
  !(await settings.find(setupCodeSetting))

/** The first administrator, by the one-time setup code that the server printed. */
export const createFirstAccount = action({
  name: 'account.create',
  permission: 'open',
  input: newAccount.extend({
    organisation: z.string().trim().min(1).max(200),
    setup_code: z.string().max(200),
  }),
  async run(state, { organisation, setup_code, ...keys }, { at }: { who: Newcomer; at: Date }) {
    const expected = (await state.settings.find(setupCodeSetting)) ?? ''
    if (!expected.split(' ').includes(tokenHash(setup_code)))
      throw denied(
        'the setup code is wrong or was used: it is in the file setup-code of the data folder until the first account is made',
      )
    const account_uid = await insert(state, { ...keys, role: 'owner', created_at: at.getTime() })
    await state.settings.set(setupCodeSetting, '')
    await state.settings.set('organisation', organisation)
    return { account_uid, email: keys.email, role: 'owner' as const }
  },
  leaves: ({ organisation }, { role }) => [
    happened(createUser, { role }),
    happened(enterpriseCreated, { name: organisation }),
  ],
})

/** Everybody else, by invitation. */
export const acceptInvitationTo = action({
  name: 'account.accept-invitation',
  permission: 'open',
  input: newAccount.extend({ invitation: z.string().max(200) }),
  async run(state, { invitation: code, ...keys }, { at }: { who: Newcomer; at: Date }) {
    const invitation = await state.invitations.find(tokenHash(code))
    if (!invitation || invitation.email !== keys.email || invitation.expires_at <= at.getTime())
      throw denied('the invitation is wrong, used or expired: ask for a new one')
    const { role, invited_by } = invitation
    const account_uid = await insert(state, { ...keys, role, created_at: at.getTime() })
    await state.invitations.remove(invitation.code_hash)
    return { account_uid, email: keys.email, role, invited_by }
  },
  leaves: (_, { role, invited_by }) => [
    happened(createUser, { role }),
    happened(acceptInvitation, { from_username: invited_by, role }),
  ],
})
