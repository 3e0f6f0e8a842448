import { z } from 'zod'
import { roles as everyRole } from '../kernel/roles.ts'
import type { Account } from '../store/state/accounts.ts'
import type { State } from '../store/state.ts'

/** What the organisation asks of everybody who logs in. */

const minute = 60_000
const hour = 60 * minute

const roles = z.array(z.enum(everyRole)).max(20)
const minutes = z.int().min(5).max(1_440)
const hours = z.int().min(1).max(168)

const signInRules = z.object({
  /** Who of them needs a second factor. */
  second_factor_roles: roles.default([]),
  /** A session ends when it was not used for so long. */
  idle_minutes: minutes.default(60),
  /** And after so long in any case. */
  session_hours: hours.default(12),
  /** Whether a second administrator has to agree to what takes something away for good, or changes who sees what is recorded. */
  second_person: z.boolean().default(false),
  /** For how long that can be given and used. */
  second_person_minutes: minutes.default(60),
})

/** What is to be another way; the rest stays as it is. */
export const changedSignInRules = z
  .strictObject({
    second_factor_roles: roles.optional(),
    idle_minutes: minutes.optional(),
    session_hours: hours.optional(),
    second_person: z.boolean().optional(),
    second_person_minutes: minutes.optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'say what is to change')

export type SignInRules = z.output<typeof signInRules>

const name = 'sign_in_rules'

export async function readSignInRules({ settings }: Pick<State, 'settings'>): Promise<SignInRules> {
  return signInRules.parse(JSON.parse((await settings.find(name)) ?? '{}'))
}

export const writeSignInRules = ({ settings }: Pick<State, 'settings'>, rules: SignInRules) =>
  settings.set(name, JSON.stringify(rules))

export const needsSecondFactor = (
  { second_factor_roles }: SignInRules,
  { role }: Pick<Account, 'role'>,
): boolean => second_factor_roles.some((one) => one === role)

/** How long sessions last, in milliseconds. */
export const sessionLives = ({ idle_minutes, session_hours }: SignInRules) => ({
  idle: idle_minutes * minute,
  whole: session_hours * hour,
})

/** The rules with a change; what it does not name stays as it is. */
export const mergedRules = (
  before: SignInRules,
  change: z.output<typeof changedSignInRules>,
): SignInRules => signInRules.parse({ ...before, ...change })
