import { notFound } from '../kernel/errors.ts'
import { secretNames } from '../outbound/sealed-settings.ts'
import type { Target } from '../store/state/targets.ts'
import type { Store } from '../store/store.ts'
import { cursorOf } from './cursor-name.ts'
import type { ExportHouse } from './export-house.ts'

/** What stands where a secret is set. */
const masked = '••••'

type Reading = {
  readonly store: Pick<Store, 'read' | 'events'>
  readonly house: Pick<ExportHouse, 'types'>
  readonly now: Date
}

const sampled = 100

/** How far behind: events, seconds since the oldest of them, and bytes (of the log, from a sample of what is next). */
async function lagOf({ store, now }: Reading, position: number) {
  const events = (await store.events.size()) - 1 - position
  if (events <= 0) return { lag_events: 0, lag_seconds: 0, lag_bytes: 0 }
  const next = await store.events.readAfter(position, { limit: sampled })
  const { recorded_at = now.toISOString() } = JSON.parse(next[0]?.body ?? '{}') as {
    recorded_at?: string
  }
  const bytes = next.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0)
  return {
    lag_events: events,
    lag_seconds: Math.max(0, Math.round((now.getTime() - Date.parse(recorded_at)) / 1000)),
    lag_bytes: next.length === 0 ? 0 : Math.round((bytes / next.length) * events),
  }
}

function settingsOf({ types }: Pick<ExportHouse, 'types'>, { kind, settings }: Target) {
  const type = types.get(kind)
  const secrets = type ? [...secretNames(type.settings)] : []
  return {
    ...(JSON.parse(settings) as Readonly<Record<string, unknown>>),
    ...Object.fromEntries(secrets.map((name) => [name, masked])),
  }
}

/** A target as people see it: every secret masked. Times are RFC 3339. */
async function statusOf(reading: Reading, target: Target) {
  const { target_uid, name, kind, filter, status, reason, trouble, trouble_since } = target
  const { coalesce_ms } = target
  const { position, dead_letters, backfills } = await reading.store.read(async (state) => ({
    position: (await state.cursors.find(cursorOf(target_uid))) ?? -1,
    dead_letters: await state.deadLetters.count(target_uid),
    backfills: await state.backfills.listOf(target_uid),
  }))
  return {
    target_uid,
    name,
    kind,
    status: status === 'live' && trouble !== null ? 'failing' : status,
    reason: reason ?? trouble,
    failing_since: trouble_since === null ? null : new Date(trouble_since).toISOString(),
    position,
    ...(await lagOf(reading, position)),
    dead_letters,
    replays: backfills.map(({ first, position: at, last }) => ({ first, position: at, last })),
    filter,
    coalesce: coalesce_ms === 0 ? 'off' : `${coalesce_ms / 1_000}s`,
    settings: settingsOf(reading.house, target),
  }
}

export type TargetStatus = Awaited<ReturnType<typeof statusOf>>

/** Every target, by name. */
export async function targetStatuses(reading: Reading): Promise<readonly TargetStatus[]> {
  const all = await reading.store.read(({ targets }) => targets.list())
  return Promise.all(all.map((target) => statusOf(reading, target)))
}

/** One target. Throws `not-found`. */
export async function targetStatus(reading: Reading, name: string): Promise<TargetStatus> {
  const target = await reading.store.read(({ targets }) => targets.find(name))
  if (!target) throw notFound(`there is no export target called ${name}`)
  return statusOf(reading, target)
}

/** The dead letters of a target behind a number. Throws `not-found`. */
export async function deadLettersOf(
  { store }: Pick<Reading, 'store'>,
  name: string,
  after: number,
) {
  const most = 1_000
  const target = await store.read(({ targets }) => targets.find(name))
  if (!target) throw notFound(`there is no export target called ${name}`)
  const letters = await store.read(({ deadLetters }) =>
    deadLetters.listOf(target.target_uid, after, most),
  )
  return letters.map(({ seq, reason, died_at, resend }) => ({
    seq,
    reason,
    died_at: new Date(died_at).toISOString(),
    waits_for_resend: resend === 1,
  }))
}
