import type { PersonCall } from './house.ts'
import { clearsCache, recordTypesResponse, syncDownResponse } from './messages/sync.ts'
import { recordTypes } from './record-types.ts'
import { uidBytes } from './uid-bytes.ts'
import { wholeVault } from './whole-vault.ts'
import { encode } from './wire.ts'

/** The whole vault, every time: what is asked for most is small, and an answer that clears what was known cannot be half right. */
const syncDown: PersonCall = async (asked) => {
  const { caller } = asked.context
  const person = caller.who
  const vault = caller.may('vault') ? await wholeVault(asked) : {}
  return encode(syncDownResponse, {
    continuationToken: Buffer.from('whole'),
    cacheStatus: clearsCache,
    users: [{ accountUid: uidBytes(person.account_uid), username: person.email }],
    ...vault,
  })
}

const types: PersonCall = async () =>
  encode(recordTypesResponse, {
    recordTypes: recordTypes.map((content, index) => ({
      recordTypeId: index + 1,
      content: JSON.stringify(content),
    })),
    standardCounter: recordTypes.length,
  })

export const syncCalls = {
  'vault/sync_down': syncDown,
  'vault/get_record_types': types,
} as const satisfies Readonly<Record<string, PersonCall>>
