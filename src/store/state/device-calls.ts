import type { Sql } from '../sql.ts'

/** Calls of one device to one endpoint: in the window that runs, and in the one before it. */
export type CallCount = {
  /** When the window that runs began. */
  readonly started: number
  readonly calls: number
  readonly earlier: number
}

export type Call = {
  readonly device_uid: string
  readonly endpoint: string
  readonly at: number
  readonly windowMs: number
}

/** When the window began that a call falls into. */
export const startOf = ({ at, windowMs }: Pick<Call, 'at' | 'windowMs'>): number =>
  at - (at % windowMs)

const columns = 'device_uid, endpoint, started, calls, earlier'

/** Counts the calls of a source of rows. A server whose clock is a little behind counts into the window that others have begun. */
export const countCalls = (
  rows: string,
  windowMs: string,
) => `insert into device_calls (${columns}) ${rows}
  on conflict (device_uid, endpoint) do update set
    earlier = case when excluded.started <= device_calls.started then device_calls.earlier
      when excluded.started = device_calls.started + ${windowMs} then device_calls.calls else 0 end,
    calls = case when excluded.started <= device_calls.started then device_calls.calls + 1 else 1 end,
    started = case when excluded.started <= device_calls.started then device_calls.started else excluded.started end
  returning device_uid, started, calls, earlier`

const count = countCalls('values ($1, $2, $3, 1, 0)', '$4')

/** How often devices call, where several servers count together. */
export const deviceCalls = (sql: Sql) => ({
  /** Counts one call, and says how many there are with it. */
  async count({ device_uid, endpoint, at, windowMs }: Call): Promise<CallCount> {
    const started = startOf({ at, windowMs })
    const counted = await sql.get<CallCount>(count, device_uid, endpoint, started, windowMs)
    return counted ?? { started, calls: 1, earlier: 0 }
  },
  /** Drops the counts of devices that were removed. */
  removeGone: () =>
    sql.run(
      'delete from device_calls where device_uid in (select device_uid from devices where removed_at is not null)',
    ),
})
