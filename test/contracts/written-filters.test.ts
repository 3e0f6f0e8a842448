import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { alertRevision } from '../../src/store/state/alert-rules.ts'
import type { SavedReport } from '../../src/store/state/saved-reports.ts'
import type { Target } from '../../src/store/state/targets.ts'
import type { Store } from '../../src/store/store.ts'
import { addWatchedAlert } from '../support/watched-alert.ts'
import { stores } from './stores.ts'

/** What people have written into filters can be mended, wherever it is kept, and whoever uses it takes it up anew. */

const target: Target = {
  ...{ target_uid: 'target', name: 'target', kind: 'file', settings: '{}', sealed: '' },
  ...({ filter: 'user:bob', status: 'live' } as const),
  ...{ reason: null, trouble: null, trouble_since: null },
  ...{ coalesce_ms: 0, revision: 1, created_at: 0 },
}

const report: SavedReport = {
  ...{ name: 'report', owner_uid: 'owner', question: '{"q":"user:bob"}', layout: '{}' },
  ...({ is_private: 0, modified_at: 0 } as const),
}

const mend = (store: Store) =>
  store.transaction(({ writtenFilters }) =>
    writtenFilters.mend((text) => text.replaceAll('bob', 'nobody').replaceAll('watched', 'seen')),
  )

const seen = (store: Store) =>
  store.read(async ({ alertRules, savedReports, targets, settings }) => ({
    rules: (await alertRules.list()).map(({ rule }) => JSON.parse(rule).name),
    question: (await savedReports.find('report'))?.question,
    target: (await targets.list()).map(({ filter, revision }) => [filter, revision]),
    revision: await settings.find(alertRevision.name),
  }))

describe.each(stores)('$name', ({ place, open }) => {
  let store: Store
  let remove: () => Promise<void>

  beforeEach(async () => {
    const made = await place()
    store = await open(made.place)
    remove = made.remove
    await store.transaction(async (tx) => {
      await addWatchedAlert(tx)
      await tx.savedReports.put(report)
      await tx.targets.insert(target)
    })
  })
  afterEach(async () => {
    await store.close()
    await remove()
  })

  test('all of them are changed at once', async () => {
    expect(await mend(store)).toBe(3)
    expect(await seen(store)).toEqual({
      ...{ rules: ['seen'], question: '{"q":"user:nobody"}', target: [['user:nobody', 2]] },
      revision: '1',
    })
  })

  test('what needs no change is left alone', async () => {
    await mend(store)
    expect(await mend(store)).toBe(0)
    expect(await seen(store)).toMatchObject({ target: [['user:nobody', 2]], revision: '1' })
  })
})
