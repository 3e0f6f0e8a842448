import type { Shape } from '../wire.ts'

const enterpriseKeys = {
  eccPublicKey: [3, 'bytes'],
  eccEncryptedPrivateKey: [4, 'bytes'],
} as const satisfies Shape

const treeKey = { treeKey: [1, 'string'], keyTypeId: [2, 'int'] } as const satisfies Shape

export const enterpriseDataKeys = {
  enterpriseKeys: [4, enterpriseKeys],
  treeKey: [5, treeKey],
} as const satisfies Shape

const enterpriseData = {
  entity: [1, 'int'],
  delete: [2, 'bool'],
  data: [3, 'bytes', 'repeated'],
} as const satisfies Shape

export const enterpriseDataResponse = {
  continuationToken: [1, 'bytes'],
  hasMore: [2, 'bool'],
  /** 1: whatever the client knew is void. */
  cacheStatus: [3, 'int'],
  data: [4, enterpriseData, 'repeated'],
  generalData: [5, { enterpriseName: [1, 'string'] }],
} as const satisfies Shape

/** What the entries of `data` are, by Commander's numbers. */
export const entities = {
  nodes: 1,
  roles: 2,
  users: 3,
  teams: 4,
  teamUsers: 5,
  roleUsers: 6,
  rolePrivileges: 7,
  licenses: 10,
  managedNodes: 11,
} as const

export const node = {
  nodeId: [1, 'int'],
  parentId: [2, 'int'],
  encryptedData: [6, 'string'],
} as const satisfies Shape

export const user = {
  enterpriseUserId: [1, 'int'],
  nodeId: [2, 'int'],
  encryptedData: [3, 'string'],
  keyType: [4, 'string'],
  username: [5, 'string'],
  status: [6, 'string'],
  lock: [7, 'int'],
  userId: [8, 'int'],
} as const satisfies Shape

export const role = {
  roleId: [1, 'int'],
  nodeId: [2, 'int'],
  encryptedData: [3, 'string'],
  keyType: [4, 'string'],
} as const satisfies Shape

export const roleUser = {
  roleId: [1, 'int'],
  enterpriseUserId: [2, 'int'],
} as const satisfies Shape

export const team = {
  teamUid: [1, 'bytes'],
  name: [2, 'string'],
  nodeId: [3, 'int'],
} as const satisfies Shape

export const teamUser = {
  teamUid: [1, 'bytes'],
  enterpriseUserId: [2, 'int'],
} as const satisfies Shape

export const rolePrivilege = {
  managedNodeId: [1, 'int'],
  roleId: [2, 'int'],
  privilegeType: [3, 'string'],
} as const satisfies Shape

export const managedNode = {
  roleId: [1, 'int'],
  managedNodeId: [2, 'int'],
  cascadeNodeManagement: [3, 'bool'],
} as const satisfies Shape

const addOn = {
  name: [1, 'string'],
  enabled: [2, 'bool'],
} as const satisfies Shape

export const license = {
  numberOfSeats: [2, 'int'],
  expiration: [3, 'int'],
  productTypeId: [5, 'int'],
  name: [6, 'string'],
  enterpriseLicenseId: [7, 'int'],
  seatsAllocated: [8, 'int'],
  tier: [10, 'int'],
  licenseStatus: [14, 'string'],
  addOns: [17, addOn, 'repeated'],
} as const satisfies Shape
