import { z } from 'zod'
import {
  createPublicApiTokenInDays,
  revokePublicApiToken,
} from '../../events/catalog/public-api.ts'
import { happened } from '../../events/event-type.ts'
import { conflict, Failure, notFound } from '../../kernel/errors.ts'
import { newUid } from '../../kernel/ids.ts'
import type { ApiToken } from '../../store/state/api-tokens.ts'
import type { State } from '../../store/state.ts'
import { action } from '../action.ts'
import { apiScopes, newApiToken } from '../api-token.ts'
import { canonicalNetworks } from '../client-address.ts'
import { tokenHash } from '../opaque-token.ts'
import type { Person } from '../person.ts'

const name = z
  .string()
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,79}$/u,
    'must be up to 80 letters, digits, spaces and ._-',
  )

const dayMs = 86_400_000

/** How long a token lasts, as Keeper names it. */
const lives = { '24h': 1, '7d': 7, '30d': 30, '1y': 365, never: undefined } as const

const mostNetworks = 20

const networks = z
  .array(z.string().max(50))
  .max(mostNetworks)
  .default([])
  .transform((list, issues) => {
    try {
      return canonicalNetworks(list)
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      issues.addIssue(error.message)
      return z.NEVER
    }
  })

const newToken = z.strictObject({
  name,
  scopes: z.array(z.enum(apiScopes)).min(1).default(['events.read']),
  networks,
  expires: z.enum(['24h', '7d', '30d', '1y', 'never']).default('30d'),
})

export type NewTokenInput = z.input<typeof newToken>

/** A token as people see it: never itself. Times are RFC 3339. */
const shown = ({ token_uid, name, scopes, networks, created_at, expires_at }: ApiToken) => ({
  token_uid,
  name,
  scopes: scopes.split(','),
  networks: networks === '' ? [] : networks.split(','),
  created_at: new Date(created_at).toISOString(),
  expires_at: expires_at === null ? null : new Date(expires_at).toISOString(),
})

/** Makes a token. It is in this answer and nowhere else. */
export const createApiToken = action({
  name: 'token.create',
  permission: 'tokens.change',
  confirm: true,
  input: newToken,
  together: (input) => input,
  async run(
    { apiTokens }: State,
    given: z.output<typeof newToken>,
    { who, at }: { who: Person; at: Date },
  ) {
    if (await apiTokens.named(given.name))
      throw conflict(`there is an API token called ${given.name} already`)
    const token = newApiToken()
    const days = lives[given.expires]
    const kept: ApiToken = {
      token_uid: newUid(),
      name: given.name,
      token_hash: tokenHash(token),
      scopes: given.scopes.join(','),
      networks: given.networks.join(','),
      created_by: who.account_uid,
      created_at: at.getTime(),
      expires_at: days === undefined ? null : at.getTime() + days * dayMs,
    }
    await apiTokens.insert(kept)
    return { ...shown(kept), token }
  },
  leaves({ name, scopes, networks, expires }) {
    const days = lives[expires]
    return [
      happened(createPublicApiTokenInDays, {
        name,
        scopes: scopes.join(', '),
        ...(networks.length > 0 && { networks: networks.join(', ') }),
        ...(days !== undefined && { expires_in_days: days }),
      }),
    ]
  },
})

/** Every token that there is, ended ones too. */
export const listApiTokens = async ({ apiTokens }: State) => (await apiTokens.list()).map(shown)

/** Takes a token back: it is worth nothing from now on. */
export const revokeApiToken = action({
  name: 'token.revoke',
  permission: 'tokens.change',
  freesSpace: true,
  input: z.strictObject({ name }),
  async run({ apiTokens }: State, given: { name: string }, _by: { who: Person }) {
    const found = await apiTokens.named(given.name)
    if (!found) throw notFound(`there is no API token called ${given.name}`)
    await apiTokens.remove(found.token_uid)
    return shown(found)
  },
  leaves: (_, { name: revoked }) => [happened(revokePublicApiToken, { name: revoked })],
})
