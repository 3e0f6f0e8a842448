import { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { vaultFetched } from '../../events/catalog/usage.ts'
import { happened } from '../../events/event-type.ts'
import { servedSet } from '../../events/served.ts'
import { waysOf } from '../granted.ts'
import { applicationsOfOthers } from '../held-application.ts'

/** Hands a person everything in their vault, as ciphertext: titles are inside, so a list needs the whole. */
export const fetchVault = action({
  name: 'vault.fetch',
  permission: 'vault',
  input: z.strictObject({}),
  async run(state, _, { who }: { who: Person }) {
    const records = await state.records.listOf(who.account_uid)
    const { list, ...served } = servedSet(records)
    await state.servedSets.add(served.served, list)
    return {
      records,
      folders: await state.folders.listOf(who.account_uid),
      /** In how many shared folders of others they were let in: GET /vault/granted hands those out. */
      granted: (await waysOf(state, who)).length,
      applications: await state.applications.listOf(who.account_uid),
      /** Those of others that one holds as well. */
      shared_applications: await applicationsOfOthers(state, who),
      ...served,
    }
  },
  leaves: (_, { served, served_count }) => [happened(vaultFetched, { served, served_count })],
})
