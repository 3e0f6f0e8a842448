import { actionDenied, actionFailed } from '../events/catalog/security.ts'
import { happened } from '../events/event-type.ts'
import type { Account } from '../store/state/accounts.ts'
import type { ApiToken } from '../store/state/api-tokens.ts'
import type { Store } from '../store/store.ts'
import type { Caller } from './caller.ts'
import { inNetworks } from './client-address.ts'
import { newOpaqueToken, tokenHash } from './opaque-token.ts'
import { roleMay } from './permission.ts'

/** What a token can be made for. */
export const apiScopes = ['events.read'] as const

const prefix = 'kwt_'

/** 256 random bits behind a prefix by which scanners of code and logs can tell that it is a secret. */
export const newApiToken = (): string => `${prefix}${newOpaqueToken()}`

/** A program with a token: it acts for the account that made it. */
export type Program = { readonly token_uid: string; readonly name: string }

const programCaller = (
  { token_uid, name, scopes }: ApiToken,
  { email, role }: Pick<Account, 'email' | 'role'>,
): Caller<Program> => ({
  who: { token_uid, name },
  standing: 'known',
  username: email,
  may: (permission) => scopes.split(',').includes(permission) && roleMay(role, permission),
  refused: ({ action, reason, detail }) =>
    reason === 'denied'
      ? happened(actionDenied, { action, detail })
      : happened(actionFailed, { action, reason, detail }),
})

type Presented = { readonly token: string; readonly from: string; readonly now: Date }

/** The caller behind a token, or why it counts for nothing. */
export const findProgram = (
  store: Pick<Store, 'read'>,
  { token, from, now }: Presented,
): Promise<{ readonly caller: Caller<Program> } | { readonly trouble: string }> =>
  store.read(async ({ apiTokens, accounts }) => {
    const found = token.startsWith(prefix) ? await apiTokens.find(tokenHash(token)) : undefined
    if (!found) return { trouble: 'the API token is unknown or was revoked' }
    const { name, networks, expires_at, created_by } = found
    if (expires_at !== null && expires_at <= now.getTime())
      return { trouble: `the API token ${name} has expired: make a new one` }
    if (networks !== '' && !inNetworks(networks.split(','), from))
      return { trouble: `the API token ${name} does not count from this address` }
    const account = await accounts.find(created_by)
    if (!account) return { trouble: `the account that made the API token ${name} is gone` }
    return { caller: programCaller(found, account) }
  })
