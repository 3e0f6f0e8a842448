import { actionDenied, actionFailed } from '../events/catalog/security.ts'
import { happened } from '../events/event-type.ts'
import type { Account } from '../store/state/accounts.ts'
import type { ApiToken } from '../store/state/api-tokens.ts'
import type { Store } from '../store/store.ts'
import type { Caller } from './caller.ts'
import { inNetworks } from './client-address.ts'
import { newOpaqueToken, tokenHash } from './opaque-token.ts'
import { accountMay, type Permission, roleMay } from './permission.ts'
import type { Person } from './person.ts'

/**
 * What a token can be made for, all of them permissions of its maker. `vault` reaches ciphertext only: keys never are where a token is. A
 * token makes no tokens, and what is about a session is not for programs.
 */
export const apiScopes = [
  'events.read',
  'events.import',
  'exports.read',
  'exports.change',
  'alerts.read',
  'alerts.change',
  'people.invite',
  'people.forget',
  'vault',
] as const satisfies readonly Permission[]

const prefix = 'kwt_'

/** 256 random bits behind a prefix by which scanners of code and logs can tell that it is a secret. */
export const newApiToken = (): string => `${prefix}${newOpaqueToken()}`

/** Whether somebody presents a token of a program, and no session. */
export const isApiToken = (text: string): boolean => text.startsWith(prefix)

/** A program with a token: it acts for the account that made it, and has no keys. */
export type Program = Person & {
  readonly token_uid: string
  readonly name: string
  readonly scopes: readonly string[]
}

export const isProgram = (who: Person): who is Program => 'token_uid' in who

/** Whether somebody may do it: by their role, and when a program acts for them, by the scopes of its token. */
export const personMay = (who: Person, permission: Permission): boolean =>
  roleMay(who.role, permission) && (!isProgram(who) || who.scopes.includes(permission))

const mayBy = (
  scopes: string,
  account: Pick<Account, 'role' | 'locked_at'>,
  permission: Permission,
) => scopes.split(',').includes(permission) && accountMay(account, permission)

const programCaller = (
  { token_uid, name, scopes }: ApiToken,
  account: Account,
): Caller<Program> => ({
  who: {
    ...{ token_uid, name, scopes: scopes.split(',') },
    ...{ account_uid: account.account_uid, email: account.email, role: account.role },
    public_key: account.public_key,
    ...{ encrypted_private_key: '', session: '', key_half: '' },
  },
  standing: 'known',
  username: account.email,
  may: (permission) => mayBy(scopes, account, permission),
  refused: ({ action, reason, detail }) =>
    reason === 'denied'
      ? happened(actionDenied, { action, detail })
      : happened(actionFailed, { action, reason, detail }),
})

type Presented = { readonly token: string; readonly from: string; readonly now: Date }

/** What is asked again and again while something long is sent: does the token still count, and allow it? */
export const programMayStill = (
  store: Pick<Store, 'read'>,
  {
    program,
    permission,
    now,
  }: { program: Pick<Program, 'name' | 'token_uid'>; permission: Permission; now: Date },
): Promise<boolean> =>
  store.read(async ({ apiTokens, accounts }) => {
    const token = await apiTokens.named(program.name)
    if (token?.token_uid !== program.token_uid) return false
    if (token.expires_at !== null && token.expires_at <= now.getTime()) return false
    const account = await accounts.find(token.created_by)
    return account !== undefined && mayBy(token.scopes, account, permission)
  })

/** Why a token counts for nothing at that time and from there; undefined when it counts. */
function troubleOf(
  { name, networks, expires_at }: ApiToken,
  { from, now }: Presented,
): string | undefined {
  if (expires_at !== null && expires_at <= now.getTime())
    return `the API token ${name} has expired: make a new one`
  if (networks !== '' && !inNetworks(networks.split(','), from))
    return `the API token ${name} does not count from this address`
  return undefined
}

/** The caller behind a token, or why it counts for nothing. */
export const findProgram = (
  store: Pick<Store, 'read'>,
  presented: Presented,
): Promise<{ readonly caller: Caller<Program> } | { readonly trouble: string }> =>
  store.read(async ({ apiTokens, accounts }) => {
    const { token } = presented
    const found = isApiToken(token) ? await apiTokens.find(tokenHash(token)) : undefined
    if (!found) return { trouble: 'the API token is unknown or was revoked' }
    const trouble = troubleOf(found, presented)
    if (trouble !== undefined) return { trouble }
    const maker = `the account that made the API token ${found.name}`
    const account = await accounts.find(found.created_by)
    if (!account) return { trouble: `${maker} is gone` }
    if (account.locked_at !== null) return { trouble: `${maker} is locked` }
    return { caller: programCaller(found, account) }
  })
