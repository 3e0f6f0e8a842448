import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { dueRuns } from '../../src/reports/schedule/begin-due.ts'
import { dropOldRuns, mostRuns } from '../../src/reports/schedule/keep-history.ts'
import { keepSchedules } from '../../src/reports/schedule/keep-schedules.ts'
import type { Store, Transaction } from '../../src/store/store.ts'
import { waitFor } from '../support/alerting.ts'
import { type Receiver, startReceiver } from '../support/receiver.ts'
import { schedulerParts } from '../support/scheduler.ts'
import { stores } from './stores.ts'

/** A run happens once, whoever dies when and however many servers there are. */

const start = '2026-03-23T08:00:30Z'

describe.each(stores)('on the $name store', (kind) => {
  let place: Awaited<ReturnType<typeof kind.place>>
  let store: Store
  let receiver: Receiver
  let parts: Awaited<ReturnType<typeof schedulerParts>>
  let uid: string

  beforeEach(async () => {
    place = await kind.place()
    store = await kind.open(place.place)
    receiver = await startReceiver()
    // As S3 does with If-None-Match: what is there is not put again.
    const there = new Set<string>()
    receiver.answerWith(({ path }) => {
      if (there.has(path)) return { status: 412 }
      there.add(path)
      return { status: 200 }
    })
    parts = await schedulerParts(store, start)
    uid = await parts.addSchedule({
      s3: {
        ...{ endpoint: receiver.url, bucket: 'reports', region: 'eu-central-1' },
        ...{ access_key_id: 'AKIA1', secret_access_key: 'hush' },
      },
    })
  })

  afterEach(async () => {
    await parts.remove()
    await receiver.stop()
    await store.close()
    await place.remove()
  })

  /** Starts a server's part over a store; gives how to stop it. */
  function scheduler(over: Store) {
    const stopping = new AbortController()
    const ended = keepSchedules(parts.ground(over), stopping.signal)
    return {
      stop: async () => {
        stopping.abort()
        await ended
      },
      /** It gets no further, and says nothing. */
      die: () => stopping.abort(),
    }
  }

  const runs = () => store.read(({ reportRuns }) => reportRuns.listOf(uid, 1_000))

  async function eventsNamed(name: string) {
    const entries = await store.events.readAfter(-1, { limit: 1_000 })
    return entries
      .map(({ body }) => JSON.parse(body) as Record<string, unknown>)
      .filter(({ audit_event }) => audit_event === name)
  }

  const newest = (state: string) =>
    waitFor(async () => expect((await runs())[0]).toMatchObject({ state }))

  test('what was sent and not written down is sent again under the same name, and counts once', async () => {
    let isCut = false
    const cutting: Store = {
      ...store,
      transaction: (work) => {
        isCut ||= receiver.received.length > 0
        return isCut ? Promise.reject(new Error('the power is gone')) : store.transaction(work)
      },
    }
    const first = scheduler(cutting)
    parts.setNow('2026-03-23T08:01:00Z')
    await waitFor(() => expect(receiver.received).toHaveLength(1))
    await first.stop()
    expect(await eventsNamed('scheduled_report_sent')).toEqual([])

    parts.setNow('2026-03-23T08:01:59Z')
    const second = scheduler(store)
    await new Promise((resolve) => setTimeout(resolve, 700))
    expect(receiver.received).toHaveLength(1)
    parts.setNow('2026-03-23T08:02:00Z')
    await waitFor(() => expect(receiver.received.length).toBeGreaterThanOrEqual(3))
    await newest('sent')
    await second.stop()
    const paths = receiver.received.map(({ path }) => path)
    expect(paths.filter((path) => path.endsWith('-1.csv'))).toHaveLength(2)
    expect(paths.filter((path) => path.endsWith('-2.csv'))).toHaveLength(1)
    const sent = await eventsNamed('scheduled_report_sent')
    expect(sent.map(({ run }) => run).sort()).toEqual([1, 2])
  })

  test('two servers at once run what is due once', async () => {
    const other = kind.name === 'embedded' ? store : await kind.open(place.place)
    const both = [scheduler(store), scheduler(other)]
    for (const minute of [1, 2, 3, 4]) {
      parts.setNow(`2026-03-23T08:0${minute}:00Z`)
      await waitFor(async () =>
        expect((await runs())[0]).toMatchObject({ run: minute, state: 'sent' }),
      )
    }
    for (const one of both) await one.stop()
    if (other !== store) await other.close()
    expect((await runs()).map(({ run, attempts }) => [run, attempts])).toEqual([
      ...[
        [4, 1],
        [3, 1],
        [2, 1],
        [1, 1],
      ],
    ])
    expect(receiver.received).toHaveLength(4)
    expect(await eventsNamed('scheduled_report_sent')).toHaveLength(4)
  })

  test('a file that a dead server had begun is begun again; what the dead one still makes is dropped', async () => {
    const letGo = parts.hold()
    const first = scheduler(store)
    parts.setNow('2026-03-23T08:01:00Z')
    await newest('running')
    first.die()
    const second = scheduler(store)
    await waitFor(async () =>
      expect((await runs())[0]).toMatchObject({ attempts: 2, state: 'running' }),
    )
    letGo()
    await newest('sent')
    await first.stop()
    await second.stop()
    expect(receiver.received).toHaveLength(1)
    expect(await eventsNamed('scheduled_report_run')).toHaveLength(2)
    expect(await eventsNamed('scheduled_report_sent')).toHaveLength(1)
  })

  test('a server that dies each time gives the file up, and pauses the schedule', async () => {
    parts.hold()
    parts.setNow('2026-03-23T08:01:00Z')
    await dueRuns(parts.ground(store))()
    const again = (tx: Transaction) => tx.reportRuns.beginAgain()
    for (let death = 0; death < 3; death++) {
      await store.transaction((tx) => tx.reportRuns.begin({ schedule_uid: uid, run: 1 }, 0))
      await store.transaction(again)
    }
    const last = scheduler(store)
    await newest('failed')
    await last.stop()
    expect((await runs())[0]?.trouble).toBe('the server stopped 3 times while it was made')
    const found = await store.read(({ reportSchedules }) => reportSchedules.findByUid(uid))
    expect(found).toMatchObject({ status: 'paused', next_at: null })
  })

  test('nothing is sent for somebody whose account is locked, and their schedule is paused', async () => {
    await store.transaction(async ({ reportSchedules, accounts }) => {
      const found = await reportSchedules.findByUid(uid)
      await accounts.lock(found?.owner_uid ?? '', 1)
    })
    const one = scheduler(store)
    parts.setNow('2026-03-23T08:01:00Z')
    await newest('failed')
    await one.stop()
    expect(receiver.received).toEqual([])
    const found = await store.read(({ reportSchedules }) => reportSchedules.findByUid(uid))
    expect(found).toMatchObject({ status: 'paused', reason: expect.stringContaining('locked') })
  })

  test('what came due while no server ran is made up for by one run, which counts the others', async () => {
    const before = scheduler(store)
    parts.setNow('2026-03-23T08:01:00Z')
    await newest('sent')
    await before.stop()
    parts.setNow('2026-03-23T08:31:10Z')
    const after = scheduler(store)
    await waitFor(async () => expect((await runs())[0]).toMatchObject({ run: 2, state: 'sent' }))
    await after.stop()
    expect((await runs())[0]).toMatchObject({ cause: 'missed', missed: 29 })
    expect(receiver.received).toHaveLength(2)
    const [, told] = await eventsNamed('scheduled_report_run')
    expect(told).toMatchObject({
      missed: 29,
      detail: expect.stringContaining('no server ran then'),
    })
  })

  test('while the disk is nearly full what is due waits, and is sent when there is room again', async () => {
    parts.setShort(true)
    const one = scheduler(store)
    parts.setNow('2026-03-23T08:01:00Z')
    await newest('due')
    await new Promise((resolve) => setTimeout(resolve, 1_200))
    await newest('due')
    parts.setShort(false)
    await newest('sent')
    await one.stop()
  })

  test('a clock that ran ahead and is set right leaves no schedule in the future', async () => {
    const look = dueRuns(parts.ground(store))
    parts.setNow('2030-01-01T00:00:00Z')
    await look()
    parts.setNow('2026-03-23T08:03:30Z')
    await look()
    const found = await store.read(({ reportSchedules }) => reportSchedules.findByUid(uid))
    expect(new Date(found?.next_at ?? 0).toISOString()).toBe('2026-03-23T08:04:00.000Z')
  })

  test('a clock that is set back a little does not repeat a run', async () => {
    const look = dueRuns(parts.ground(store))
    parts.setNow('2026-03-23T08:01:00Z')
    await look()
    parts.setNow('2026-03-23T08:00:40Z')
    await look()
    parts.setNow('2026-03-23T08:01:10Z')
    await look()
    expect(await runs()).toHaveLength(1)
  })

  test(`the last ${mostRuns} runs are kept, for ninety days or as long as events, with their files`, async () => {
    await store.transaction(async (tx) => {
      for (let n = 0; n < mostRuns + 5; n++) {
        const named = { schedule_uid: uid, run: await tx.reportSchedules.countRun(uid) }
        await tx.reportRuns.insert({ ...named, due_at: 0, cause: 'time', missed: 0 })
        await tx.reportFiles.put({
          ...named,
          summary: '{}',
          people: '',
          content: new Uint8Array(1),
        })
        await tx.reportDeliveries.insert({
          ...named,
          delivery: 1,
          channel: 's3',
          recipient: '',
          next_at: 0,
        })
        const at = parts.clock().getTime() - (n === 20 ? 20 : 1) * 86_400_000
        await tx.reportRuns.settle(named, { state: 'sent', trouble: null, at })
      }
    })
    const kept = () =>
      store.read(async (state) => {
        const files = await state.reportFiles.runsOf(uid)
        const deliveries = await state.reportDeliveries.due(0, Number.MAX_SAFE_INTEGER)
        return [(await state.reportRuns.listOf(uid, 1_000)).length, files.length, deliveries.length]
      })
    await dropOldRuns(store, { now: parts.clock() })
    expect(await kept()).toEqual([mostRuns, mostRuns, mostRuns])
    await dropOldRuns(store, { now: parts.clock(), days: 10 })
    expect(await kept()).toEqual([mostRuns - 1, mostRuns - 1, mostRuns - 1])
  })
})
