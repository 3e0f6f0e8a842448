import { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { appsOpened } from '../../events/catalog/ksm.ts'
import { happened } from '../../events/event-type.ts'
import type { State } from '../../store/state.ts'
import { type HeldApplication, heldApplications } from '../held-application.ts'

async function summary({ shares, devices, accounts }: State, held: HeldApplication) {
  const { app_uid, app_key, data, created_at, permission } = held
  const shared = await shares.listOf(app_uid)
  const inUse = await devices.listOf(app_uid)
  return {
    app_uid,
    app_key,
    data,
    created_at,
    owner: (await accounts.find(held.owner_uid))?.email ?? null,
    permission,
    records: shared.filter(({ kind }) => kind === 'record').length,
    folders: shared.filter(({ kind }) => kind === 'folder').length,
    devices: inUse.length,
    last_access_at: Math.max(...inUse.map(({ last_access_at }) => last_access_at ?? 0), 0) || null,
  }
}

/** The applications that a person holds, also those of others. Their titles are ciphertext, so their wrapped keys go along: hence an event. */
export const listApplications = action({
  name: 'application.list',
  permission: 'vault',
  input: z.strictObject({}),
  async run(state, _, { who }: { who: Person }) {
    const applications = await heldApplications(state, who)
    return Promise.all(applications.map((application) => summary(state, application)))
  },
  leaves: (_, { length }) => [happened(appsOpened, { app_count: length })],
})
