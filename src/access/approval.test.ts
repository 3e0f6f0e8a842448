import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openEmbeddedStore } from '../store/embedded/embedded-store.ts'
import type { Store } from '../store/store.ts'
import { dropLapsedApprovals } from './approval.ts'

let folder: string
let store: Store

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keepwatch-'))
  store = await openEmbeddedStore({ folder })
})
afterAll(async () => {
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

const asked = (approval_uid: string, expires_at: number) => ({
  ...{ approval_uid, action: 'user.remove', digest: '', shown: '{}' },
  ...{ asked_by: 'somebody', asked_at: 0, expires_at },
})

test('what was not done in time goes, on the record; what still has time stays; what was refused goes without a word', async () => {
  await store.transaction(async ({ approvals }) => {
    for (const [uid, at] of [
      ['late', 1_000],
      ['no', 1_000],
      ['open', 3_000],
    ] as const)
      await approvals.insert(asked(uid, at))
    const decided = { state: 'refused', decided_by: 'another', decided_at: 1 } as const
    await approvals.decide({ approval_uid: 'no', ...decided })
  })
  await dropLapsedApprovals(store, () => new Date(2_000))
  const left = await store.read(({ approvals }) => approvals.list())
  expect(left.map(({ approval_uid }) => approval_uid)).toEqual(['open'])
  const events = await store.events.readAfter(-1, { limit: 10 })
  expect(events.map(({ body }) => JSON.parse(body))).toMatchObject([
    { audit_event: 'approval_lapsed', approval_uid: 'late' },
  ])
})
