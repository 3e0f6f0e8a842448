import { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import { decoyMarked, decoyUnmarked } from '../../events/catalog/security-decoys.ts'
import { happened } from '../../events/event-type.ts'
import { notFound } from '../../kernel/errors.ts'
import type { State } from '../../store/state.ts'
import type { EventLog } from '../../store/store.ts'
import { compileRow, type Ground } from '../compiled-rule.ts'
import { markChanged } from '../watch.ts'
import { beginHere } from './add-alert.ts'

const recordUid = z.string().regex(/^[A-Za-z0-9_-]{22}$/, 'expected a UID of 22 characters')

const marking = z.strictObject({ record_uid: recordUid, lock_device: z.boolean().default(false) })

async function demandOwn({ records }: State, record_uid: string, who: Person): Promise<void> {
  const record = await records.find(record_uid)
  if (record?.owner_uid !== who.account_uid) throw notFound('there is no such record in your vault')
}

/** The alerts that tell somebody when a decoy is touched. */
async function watchers({ alertRules, alertRecipients }: State, ground: Ground) {
  const told = new Set((await alertRecipients.list()).map(({ alert_uid }) => alert_uid))
  const rows = (await alertRules.list()).filter(({ alert_uid }) => told.has(alert_uid))
  return rows
    .filter((row) => row.status === 'on' && compileRow(row, ground).takes('decoy_touched'))
    .map(({ name }) => name)
}

/** Makes a record of one's own a decoy. Clients see no difference. */
export const markDecoy = (ground: Ground, log: Pick<EventLog, 'size'>) =>
  action({
    name: 'decoy.mark',
    permission: 'vault',
    input: marking,
    async run(
      state: State,
      { record_uid, lock_device }: z.output<typeof marking>,
      { who, at }: { who: Person; at: Date },
    ) {
      await demandOwn(state, record_uid, who)
      const created_at = at.getTime()
      await state.decoys.put({ record_uid, lock_device: lock_device ? 1 : 0, created_at })
      await beginHere(state, await log.size())
      await markChanged(state)
      return { record_uid, lock_device, alerts: await watchers(state, ground) }
    },
    leaves: (_, { record_uid, lock_device }) => [
      happened(decoyMarked, { record_uid, lock_device }),
    ],
  })

/** Makes a decoy an ordinary record again. */
export const unmarkDecoy = action({
  name: 'decoy.unmark',
  permission: 'vault',
  freesSpace: true,
  input: z.strictObject({ record_uid: recordUid }),
  async run(state: State, { record_uid }: { record_uid: string }, { who }: { who: Person }) {
    await demandOwn(state, record_uid, who)
    if (!(await state.decoys.remove(record_uid))) throw notFound('that record is no decoy')
    await markChanged(state)
    return { record_uid }
  },
  leaves: (_, { record_uid }) => [happened(decoyUnmarked, { record_uid })],
})

export type DecoyInput = { readonly lock_device?: boolean }
