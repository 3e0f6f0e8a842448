import { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { vaultFetched } from '../../events/catalog/usage.ts'
import { happened } from '../../events/event-type.ts'
import { servedSet } from '../../events/served.ts'
import { grantedThings } from '../granted-things.ts'

/** Hands a person everything in the shared folders that others have let them into, as ciphertext. */
export const fetchGranted = action({
  name: 'vault.fetch-granted',
  permission: 'vault',
  input: z.strictObject({}),
  async run(state, _, { who }: { who: Person }) {
    const granted = await grantedThings(state, who)
    const { list, ...served } = servedSet(granted.records)
    await state.servedSets.add(served.served, list)
    return { ...granted, ...served }
  },
  leaves: (_, { served, served_count }) => [happened(vaultFetched, { served, served_count })],
})
