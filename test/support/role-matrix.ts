import { apiScopes, newApiToken } from '../../src/access/api-token.ts'
import { newOpaqueToken, tokenHash } from '../../src/access/opaque-token.ts'
import { type Permission, roleMay } from '../../src/access/permission.ts'
import { newUid } from '../../src/client/crypto/uid.ts'
import { type Role, roles } from '../../src/kernel/roles.ts'
import type { Store } from '../../src/store/store.ts'
import { keptSession } from './kept-session.ts'
import type { Needs } from './route-declaration.ts'
import { type Asked, addPerson, bytes, type World } from './route-world.ts'

/** Who may come to a route: nobody in particular, a person of each role, a program with a token of each scope, a device. */
export type Subject = {
  readonly name: string
  readonly role?: Role
  /** What the token of a program was made for. */
  readonly scopes?: readonly Permission[]
  readonly isDevice?: true
}

export const subjects: readonly Subject[] = [
  { name: 'nobody' },
  ...roles.toReversed().map((role) => ({ name: role, role })),
  ...apiScopes.map((scope) => ({
    name: `a token for ${scope}`,
    role: 'owner' as const,
    scopes: [scope],
  })),
  { name: 'an auditor’s token for everything', role: 'auditor', scopes: apiScopes },
  { name: 'a device', isDevice: true },
]

/** What comes of it: it passes the door, it is not known, or it is known and may not. */
export type Verdict = 'passes' | 'unknown' | 'denied'

const may = ({ role, scopes }: Subject, permission: Permission): boolean =>
  role !== undefined && roleMay(role, permission) && (scopes?.includes(permission) ?? true)

/** What the table of permissions says of a subject at a route. Nothing else is asked. */
export function expected(needs: Needs, subject: Subject): Verdict {
  // A call of Commander carries its session inside, whoever sends it.
  if (needs === 'nothing' || needs === 'commander') return 'passes'
  if (!isKnown(needs, subject)) return 'unknown'
  return permissionsOf(needs).every((permission) => may(subject, permission)) ? 'passes' : 'denied'
}

const isKnown = (needs: Needs, { role, scopes, isDevice }: Subject): boolean => {
  if (needs === 'device') return isDevice === true
  // Who is in the middle of a login is none of these.
  if (needs === 'half session') return false
  if (typeof needs === 'object' && 'token' in needs) return scopes !== undefined
  return role !== undefined
}

const permissionsOf = (needs: Needs): readonly Permission[] => {
  if (typeof needs === 'string') return []
  return 'token' in needs ? [needs.token] : needs
}

type Left = { readonly audit_event: string; readonly detail?: string; readonly reason?: string }

const isRole = ({ audit_event, detail }: Left) =>
  audit_event === 'action_denied' && /^your role does not allow/.test(detail ?? '')

/** A stranger among devices is refused like this; what a known one is refused for is another matter. */
const strangeReasons = new Set(['unknown_client', 'bad_request', 'no_upload', 'bad_link'])

const isStrange = ({ audit_event, reason = '' }: Left) =>
  audit_event === 'app_client_access_denied' && strangeReasons.has(reason)

/** What came of it, by the status and the events that it left: refusals must be on the record. */
export function verdictOf(needs: Needs, status: number, events: readonly Left[]): Verdict | string {
  if (needs === 'device') return status >= 400 && events.some(isStrange) ? 'unknown' : 'passes'
  if (status === 401 && needs !== 'nothing')
    return events.some(({ audit_event }) => audit_event === 'action_denied')
      ? 'unknown'
      : 'unknown, and not on the record'
  if (events.some(isRole)) return status === 403 ? 'denied' : `denied, but answered ${status}`
  return status >= 500 ? `broken: ${status}` : 'passes'
}

/** People of every role in a store, and what each subject shows at the door: anew each time, because some acts end it. */
export async function cast(store: Store, world: World) {
  const accounts = new Map<Role, string>()
  const { ownerEmail } = world.vault
  const owner = await store.read((state) => state.accounts.findByEmail(ownerEmail))
  await store.transaction(async (tx) => {
    for (const role of roles)
      if (role !== 'owner') accounts.set(role, await addPerson(tx, `a-${role}@example.com`, role))
  })
  accounts.set('owner', owner?.account_uid ?? '')

  async function sessionOf(account_uid: string): Promise<string> {
    const token = newOpaqueToken()
    const kept = keptSession({ token_hash: tokenHash(token), account_uid, key_half: bytes(32) })
    await store.transaction(({ sessions }) => sessions.insert(kept))
    return token
  }

  async function tokenOf(created_by: string, scopes: readonly Permission[]): Promise<string> {
    const token = newApiToken()
    const token_uid = newUid()
    await store.transaction(({ apiTokens }) =>
      apiTokens.insert({
        ...{ token_uid, name: token_uid, token_hash: tokenHash(token), created_by },
        ...{ scopes: scopes.join(','), networks: '', created_at: 0, expires_at: null },
      }),
    )
    return token
  }

  async function shown({ role, scopes, isDevice }: Subject): Promise<string | undefined> {
    if (isDevice) return (await world.device.seal({})).headers['Authorization']
    if (role === undefined) return undefined
    const account = accounts.get(role) ?? ''
    return `Bearer ${await (scopes ? tokenOf(account, scopes) : sessionOf(account))}`
  }

  return {
    accountOf: (role: Role) => accounts.get(role) ?? '',
    /** The same request as that subject would make it. */
    async as(subject: Subject, { needs, asked }: Wanted): Promise<Asked> {
      const { as: _, apiToken: __, ...rest } = asked
      if (subject.isDevice && needs === 'device') return asked
      const plain = needs === 'device' ? withoutTicket(rest) : rest
      const authorization = await shown(subject)
      return { ...plain, ...(authorization && { authorization }) }
    },
  }
}

type Wanted = { readonly needs: Needs; readonly asked: Asked }

/** What a device sends or fetches, by somebody who has neither its key nor its ticket. */
const withoutTicket = ({ sealed, form, path, ...rest }: Asked): Asked => ({
  ...rest,
  path: path.replace(/^\/api\/files\/(?!upload).*/, '/api/files/AAAA'),
  ...((sealed || form) && { text: 'junk' }),
})
