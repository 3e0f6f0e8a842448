import { createECDH, hkdfSync } from 'node:crypto'
import { listPeople } from '../access/actions/people.ts'
import { type Role, roles } from '../kernel/roles.ts'
import { encryptGcm } from '../protocol/aes-gcm.ts'
import { enterpriseUserIdOf, firstNumber, rootNode, userIdOf } from './enterprise-numbers.ts'
import { teamEntities } from './enterprise-teams.ts'
import { type House, nothing, type PersonCall } from './house.ts'
import { allowed } from './leave-refusal.ts'
import {
  enterpriseDataKeys,
  enterpriseDataResponse,
  entities,
  license,
  managedNode,
  node,
  role,
  rolePrivilege,
  roleUser,
  user,
} from './messages/enterprise.ts'
import { clearsCache, keyTypes } from './messages/sync.ts'
import { encryptCbc, sealFor } from './seal-for.ts'
import { fromBase64 } from './uid-bytes.ts'
import { encode } from './wire.ts'

/** The organisation as Commander wants to see it: one node, our roles, our people, our teams. */

const seats = 2 ** 31 - 1

/**
 * The key of what an organisation's administrators share. Ours hides no secret: only names that this server knows anyway are
 * under it, so the server makes it (docs/decisions/0070).
 */
const derived = ({ preloginSecret }: House, what: string) =>
  new Uint8Array(hkdfSync('sha256', preloginSecret, '', `commander ${what}`, 32))

function enterprisePair(house: House) {
  const pair = createECDH('prime256v1')
  const scalar = derived(house, 'enterprise key')
  pair.setPrivateKey(scalar)
  return { scalar, point: pair.getPublicKey() }
}

const dataKeys: PersonCall = async ({ house, context }) => {
  const key = derived(house, 'tree key')
  const { scalar, point } = enterprisePair(house)
  const sealed = sealFor(fromBase64(context.caller.who.public_key), key)
  return encode(enterpriseDataKeys, {
    enterpriseKeys: { eccPublicKey: point, eccEncryptedPrivateKey: encryptGcm(key, scalar) },
    treeKey: {
      treeKey: Buffer.from(sealed).toString('base64url'),
      keyTypeId: keyTypes.publicKeyEcc,
    },
  })
}

const roleIdOf = (name: Role): number => firstNumber + 101 + roles.indexOf(name)

const addOns = ['enterprise_audit_and_reporting', 'secrets_manager'].map((name) => ({
  name,
  enabled: true,
}))

const nodeOf = (key: Uint8Array, organisation: string) =>
  encode(node, {
    nodeId: rootNode,
    encryptedData: Buffer.from(
      encryptCbc(key, Buffer.from(JSON.stringify({ displayname: organisation }))),
    ).toString('base64url'),
  })

const rolesOf = () =>
  roles.map((name) =>
    encode(role, {
      roleId: roleIdOf(name),
      nodeId: rootNode,
      keyType: 'no_key',
      encryptedData: name,
    }),
  )

type Listed = Awaited<ReturnType<typeof listPeople>>[number]

const userOf = ({ account_uid, email, locked_at }: Listed) =>
  encode(user, {
    enterpriseUserId: enterpriseUserIdOf(account_uid),
    nodeId: rootNode,
    keyType: 'no_key',
    username: email,
    status: 'active',
    lock: locked_at === null ? 0 : 1,
    userId: userIdOf(account_uid),
  })

const licenseOf = (people: readonly Listed[]) =>
  encode(license, {
    numberOfSeats: seats,
    productTypeId: 3,
    name: 'Keepwatch',
    enterpriseLicenseId: firstNumber + 1,
    seatsAllocated: people.length,
    tier: 1,
    licenseStatus: 'active',
    addOns,
  })

/** Commander reads several of these without looking whether they are there, so that each has a row. */
const entitiesOf = (key: Uint8Array, organisation: string, people: readonly Listed[]) => [
  { entity: entities.nodes, data: [nodeOf(key, organisation)] },
  { entity: entities.roles, data: rolesOf() },
  { entity: entities.users, data: people.map(userOf) },
  {
    entity: entities.roleUsers,
    data: people.map(({ role: name, account_uid }) =>
      encode(roleUser, {
        roleId: roleIdOf(name),
        enterpriseUserId: enterpriseUserIdOf(account_uid),
      }),
    ),
  },
  {
    entity: entities.rolePrivileges,
    data: ['manage_user', 'run_reports'].map((privilegeType) =>
      encode(rolePrivilege, { managedNodeId: rootNode, roleId: roleIdOf('owner'), privilegeType }),
    ),
  },
  { entity: entities.licenses, data: [licenseOf(people)] },
  {
    entity: entities.managedNodes,
    data: [
      encode(managedNode, {
        roleId: roleIdOf('owner'),
        managedNodeId: rootNode,
        cascadeNodeManagement: true,
      }),
    ],
  },
]

const enterpriseData: PersonCall = async ({ house }) => {
  const { organisation, people, teams } = await house.store.read(async (state) => ({
    organisation: (await state.settings.find('organisation')) ?? 'Keepwatch',
    people: await listPeople(state),
    teams: await teamEntities(state),
  }))
  return encode(enterpriseDataResponse, {
    continuationToken: Buffer.from('whole'),
    cacheStatus: clearsCache,
    data: [...entitiesOf(derived(house, 'tree key'), organisation, people), ...teams],
    generalData: { enterpriseName: organisation },
  })
}

/** Without one Commander does not score passwords for anybody. */
const noPublicKey: PersonCall = async () => nothing

export const enterpriseCalls = {
  'enterprise/get_enterprise_public_key': noPublicKey,
  'enterprise/get_enterprise_data_keys': allowed('people.read', dataKeys),
  'enterprise/get_enterprise_data_for_user': allowed('people.read', enterpriseData),
} as const satisfies Readonly<Record<string, PersonCall>>
