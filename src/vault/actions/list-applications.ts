import { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { appsOpened } from '../../events/catalog/ksm.ts'
import { happened } from '../../events/event-type.ts'
import type { Application } from '../../store/state/applications.ts'
import type { State } from '../../store/state.ts'

async function summary({ shares, devices }: State, application: Application) {
  const { app_uid, app_key, data, created_at } = application
  const shared = await shares.listOf(app_uid)
  const inUse = await devices.listOf(app_uid)
  return {
    app_uid,
    app_key,
    data,
    created_at,
    records: shared.filter(({ kind }) => kind === 'record').length,
    folders: shared.filter(({ kind }) => kind === 'folder').length,
    devices: inUse.length,
    last_access_at: Math.max(...inUse.map(({ last_access_at }) => last_access_at ?? 0), 0) || null,
  }
}

/** A person's applications. Their titles are ciphertext, so their wrapped keys go along: hence an event. */
export const listApplications = action({
  name: 'application.list',
  permission: 'vault',
  input: z.strictObject({}),
  async run(state, _, { who }: { who: Person }) {
    const applications = await state.applications.listOf(who.account_uid)
    return Promise.all(applications.map((application) => summary(state, application)))
  },
  leaves: (_, { length }) => [happened(appsOpened, { app_count: length })],
})
